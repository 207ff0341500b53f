import { spawnSync } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { isRunnableDevEnvironment, type Plugin, type Rolldown } from "vite";

interface Dev {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  answer(request: IncomingMessage, response: ServerResponse, next: () => void): void;
  close(): Promise<void>;
}

/** Marks an entry that somebody starts: what it names is loaded once Node is known to be new enough. */
const STARTED = "started:";

/** What is loaded when the settings are gone to, under a name that says so. */
const SETTINGS = {
  name: "settings",
  test: /\/src\/(?:client\/settings|protocol\/(?:about|backups|export|people|preferences|telemetry|webhook))/u,
};

/** What charts are made of, but for what draws them: that is large, and loaded where one is shown. */
const CHART = { name: "chart", test: /\/src\/(?:client\/chart\/(?!plot)|protocol\/monitors)/u };

/**
 * What the framework shows to developers, and how it calls functions on the server. Nothing of either is used;
 * but what runs when it is loaded would be kept.
 */
const UNUSED = [
  { test: /\/@solidjs\/start\/dist\/(?:fns|shared\/dev-toolbar)\//u, sideEffects: false },
];

/** How the router keeps what was read, which only the settings need: what names all of the router would bring it. */
const QUERIES = {
  name: "queries",
  test: /\/@solidjs\/router\/dist\/data\/query\.js$/u,
  priority: 1,
  includeDependenciesRecursively: false,
};

/** What is loaded on its own, though more than one route of the framework names it. */
const APART = [SETTINGS.test, CHART.test, /\/src\/(?:client\/door|routes)\//u];

/**
 * What several have in common of those that are loaded later, so that none of them brings another. The first of
 * the groups above to use it would have it else.
 */
const SHARED = {
  name: "shared",
  minShareCount: 2,
  test: (id: string) =>
    id.includes("/src/") && !id.endsWith(".css") && !APART.some((apart) => apart.test(id)),
};

/** What the browser starts at. */
const START = path.resolve("src/entry-client.tsx");

/**
 * What comes with the feed, which is all that the start imports and does not load later, is one file. Left alone,
 * the bundler would cut it wherever a page that is loaded later has something in common with it: into parts
 * that are compressed each on its own, which makes them larger by a tenth.
 */
function firstView() {
  let found: Set<string> | undefined;

  function reached(context: Rolldown.ChunkingContext): Set<string> {
    const ids = new Set([START]);
    // A set that grows while it is gone through goes on to what was added.
    for (const id of ids) {
      for (const imported of context.getModuleInfo(id)?.importedIds ?? []) ids.add(imported);
    }
    return ids;
  }

  return {
    name: (id: string, context: Rolldown.ChunkingContext) =>
      !id.endsWith(".css") && (found ??= reached(context)).has(id) ? "feed" : null,
  };
}

/**
 * What the server, its threads and its processes share. Left alone, the bundler would cut it by which of
 * them share what, into twice as many files, each of which takes its time at every start. In layers, so
 * that no file needs one that needs it. What few of them use is in none: all others would load it, and what it imports
 * of Node.
 */
const LAYERS = [
  { name: "packages", test: /\/node_modules\/(?:valibot|drizzle-orm|lru-cache)\//u },
  { name: "domain", test: /\/src\/(?:domain|protocol)\//u },
  { name: "engine", test: /\/src\/server\/store\/engine\/(?!forked\/|log-text\/)/u },
].map((layer) => ({ ...layer, minShareCount: 2, includeDependenciesRecursively: false }));

/** The commit that is built and its day, such as `1a2b3c4 2026-11-27`; `TOCSIN_BUILD` where there is no git. */
function buildStamp(): string {
  const given = process.env["TOCSIN_BUILD"]?.trim();
  if (given !== undefined && given !== "") return given;
  const git = (...words: string[]) => spawnSync("git", words, { encoding: "utf8" });
  const commit = git("log", "-1", "--format=%h %cs");
  if (commit.status !== 0) return "no commit";
  const [hash = "", day = ""] = commit.stdout.trim().split(" ");
  const isChanged = git("diff", "--quiet", "HEAD").status !== 0;
  return `${hash}${isChanged ? "+" : ""} ${day}`;
}

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
      ...(command === "build" && {
        define: { "import.meta.env.TOCSIN_BUILD": JSON.stringify(buildStamp()) },
      }),
      // Where the server lies is known when it starts (protocol/base-path.ts): scripts find each other
      // by where they are themselves, and pages by what the server says.
      ...(command === "build" && {
        experimental: {
          renderBuiltUrl: (_: string, { hostType }: { hostType: string }) =>
            hostType === "html" ? undefined : { relative: true },
        },
      }),
      environments: {
        client: {
          build: {
            // The scripts that a later part is in need of are found by it; to name them all here takes more of the
            // first view than waiting for them costs, when the page is idle.
            modulePreload: {
              resolveDependencies: (_, files) => files.filter((file) => file.endsWith(".css")),
            },
            rolldownOptions: {
              // What is left out of a group, see QUERIES, asks for it.
              preserveEntrySignatures: "allow-extension",
              treeshake: { moduleSideEffects: UNUSED },
              output: {
                // The first view names all later parts, and nothing compresses what is random in a name.
                chunkFileNames: "_build/assets/[name]-[hash:6].js",
                codeSplitting: {
                  groups: [QUERIES, firstView(), SHARED, CHART, SETTINGS],
                },
              },
            },
          },
        },
        ssr: {
          // In development Vite would take each of those files through its plugins.
          ...(command === "build" && {
            resolve: { noExternal: true, external: ["better-sqlite3"] },
            define: { "import.meta.env.BASE_URL": "globalThis.TOCSIN_BASE" },
          }),
          build: {
            rolldownOptions: {
              input: {
                "entry-server": "./src/entry-server.tsx",
                main: `${STARTED}/src/server/process/main.ts`,
                run: "./src/server/process/run.ts",
                "writer-thread": "./src/server/store/sqlite/threads/writer-thread.ts",
                "reader-process": "./src/server/store/sqlite/threads/reader-process.ts",
                "delivery-thread": "./src/server/process/delivery-thread.ts",
                "monitoring-thread": "./src/server/process/monitoring-thread.ts",
                "backup-process": "./src/server/store/sqlite/backup/backup-process.ts",
                "export-process": "./src/server/process/export-process.ts",
                "log-thread": "./src/server/store/sqlite/log-text/log-thread.ts",
                seed: `${STARTED}/bin/seed.ts`,
                rebuild: `${STARTED}/bin/rebuild.ts`,
                backup: `${STARTED}/bin/backup.ts`,
                restore: `${STARTED}/bin/restore.ts`,
                export: `${STARTED}/bin/export.ts`,
                import: `${STARTED}/bin/import.ts`,
                user: `${STARTED}/bin/user.ts`,
                generate: `${STARTED}/bin/generate.ts`,
                telemetry: `${STARTED}/bin/telemetry.ts`,
              },
              // Threads and processes are found beside the module that starts them, see entry.ts.
              output: {
                chunkFileNames: "[name]-[hash].js",
                codeSplitting: { groups: LAYERS },
              },
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
        for (const folder of ["db/sqlite/migrations", "db/postgres/migrations"]) {
          await cp(folder, path.join(dir, folder), { recursive: true });
        }
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
