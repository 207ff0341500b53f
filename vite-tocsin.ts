import { cp, readFile, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { isRunnableDevEnvironment, type Plugin } from "vite";

interface Dev {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  answer(request: IncomingMessage, response: ServerResponse, next: () => void): void;
  close(): Promise<void>;
}

/** Marks an entry that somebody starts: what it names is loaded once Node is known to be new enough. */
const STARTED = "started:";

/** What is loaded when it is gone to, and not with the feed. */
const LATER =
  /\/src\/(?:client\/(?:door|settings)|routes\/(?!feed|missing)|protocol\/(?:people|telemetry|webhook))/u;

/**
 * What comes with the feed is one file. Left alone, the bundler would cut it wherever a page that is
 * loaded later has something in common with it: into parts that are compressed each on its own, which
 * makes them larger by a tenth.
 */
const FIRST_VIEW = {
  name: "feed",
  test: (id: string) => !id.endsWith(".css") && !LATER.test(id),
};

/** What is loaded when the settings are gone to, under a name that says so. */
const SETTINGS = {
  name: "settings",
  test: /\/src\/(?:client\/settings|protocol\/(?:people|telemetry|webhook))/u,
};

async function compress(file: string): Promise<void> {
  const bytes = await readFile(file);
  await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes));
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}

/**
 * Puts Tocsin's own server beside the framework's. In the build, main, the threads, the processes and
 * the commands become entries beside entry-server, so that the socket and the pages share one graph of
 * modules. In development, Vite's server is given the API and the socket.
 *
 * All that is not native is bundled: from node_modules Node would read drizzle-orm as hundreds of
 * files, and its package.json of 179 KB anew for each (nodejs/node #58126), which took a second and
 * 200 MiB in every thread.
 */
export function tocsin(): Plugin {
  return {
    name: "tocsin",
    config: (_, { command }) => ({
      environments: {
        client: {
          build: {
            rolldownOptions: { output: { codeSplitting: { groups: [FIRST_VIEW, SETTINGS] } } },
          },
        },
        ssr: {
          // In development Vite would take each of those files through its plugins.
          ...(command === "build" && {
            resolve: { noExternal: true, external: ["better-sqlite3"] },
          }),
          build: {
            rolldownOptions: {
              input: {
                "entry-server": "./src/entry-server.tsx",
                main: `${STARTED}/src/server/process/main.ts`,
                "writer-thread": "./src/server/store/sqlite/threads/writer-thread.ts",
                "reader-process": "./src/server/store/sqlite/threads/reader-process.ts",
                "delivery-thread": "./src/server/process/delivery-thread.ts",
                "backup-process": "./src/server/store/sqlite/backup/backup-process.ts",
                seed: `${STARTED}/bin/seed.ts`,
                rebuild: `${STARTED}/bin/rebuild.ts`,
                backup: `${STARTED}/bin/backup.ts`,
                restore: `${STARTED}/bin/restore.ts`,
                user: `${STARTED}/bin/user.ts`,
                generate: `${STARTED}/bin/generate.ts`,
                telemetry: `${STARTED}/bin/telemetry.ts`,
              },
              // Threads and processes are found beside the module that starts them, see entry.ts.
              output: { chunkFileNames: "[name]-[hash].js" },
            },
          },
        },
      },
    }),
    resolveId: (id) => (id.startsWith(STARTED) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${STARTED}`)) return null;
      const entry = JSON.stringify(id.slice(STARTED.length + 1));
      return `import "/bin/node-version.ts";
await import("/src/server/process/code-cache.ts");
await import(${entry});
`;
    },
    async writeBundle({ dir = "" }, bundle) {
      // An old build must not run the migrations of a newer source.
      if (this.environment.name === "ssr") {
        await cp("db/sqlite/migrations", path.join(dir, "db/sqlite/migrations"), {
          recursive: true,
        });
      }
      // Static files are compressed once, here, rather than for each request.
      if (this.environment.name !== "client") return;
      const files = Object.keys(bundle).filter((file) => /\.(?:js|css|svg)$/u.test(file));
      await Promise.all(files.map((file) => compress(path.join(dir, file))));
    },
    async configureServer(server) {
      const { ssr } = server.environments;
      if (ssr === undefined || !isRunnableDevEnvironment(ssr)) return;
      const { startDev } = await ssr.runner.import<{ startDev(): Promise<Dev> }>(
        "/src/server/process/dev.ts",
      );
      const dev = await startDev();
      const upgrade: Dev["upgrade"] = (request, socket, head) => {
        // The other upgrades are those of Vite's hot reload.
        if (request.url?.startsWith("/api/live")) dev.upgrade(request, socket, head);
      };
      server.httpServer?.on("upgrade", upgrade);
      server.httpServer?.once("close", () => void dev.close());
      server.middlewares.use((request, response, next) => dev.answer(request, response, next));
    },
  };
}
