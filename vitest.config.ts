import { availableParallelism } from "node:os";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "vite";
import { configDefaults, defineConfig } from "vitest/config";

/** `import "server-only"` guards the client build and means nothing elsewhere. */
const serverOnly: Plugin = {
  name: "server-only",
  enforce: "pre",
  resolveId: (id) => (id === "server-only" ? "\0server-only" : null),
  load: (id) => (id === "\0server-only" ? "" : null),
};

const THREADS = "node_modules/.cache/tocsin-threads";

const ENTRIES = [
  "src/server/store/sqlite/threads/writer-thread.ts",
  "src/server/store/sqlite/threads/reader-process.ts",
  "src/server/store/sqlite/backup/backup-process.ts",
  "src/server/process/export-process.ts",
  "src/server/store/sqlite/log-text/log-thread.ts",
  "src/server/process/delivery-thread.ts",
  "src/server/process/monitoring-thread.ts",
];

/** What starts them, each from a file beside its own. */
const STARTS =
  /\/src\/server\/(?:store\/sqlite\/(?:threads\/entry|backup\/fork-backup|log-text\/start-log-thread)|process\/(?:fork-export|own-thread))\.ts$/u;

/**
 * The threads and processes of the server, built as they are for it. As source, each would load drizzle-orm from
 * hundreds of files whenever a test starts it, which takes longer than most tests.
 */
function builtThreads(): Plugin {
  return {
    name: "built-threads",
    async buildStart() {
      await build({
        configFile: false,
        logLevel: "warn",
        publicDir: false,
        ssr: { noExternal: true, external: ["better-sqlite3"] },
        build: {
          ssr: true,
          outDir: THREADS,
          emptyOutDir: true,
          rolldownOptions: {
            input: ENTRIES,
          },
        },
      });
    },
    transform(code, id) {
      if (!STARTS.test(id)) return null;
      const built = pathToFileURL(`${THREADS}/start.js`).href;
      return { code: code.replaceAll("import.meta.url", JSON.stringify(built)), map: null };
    },
  };
}

/** To end what hangs, not to measure: a busy machine takes its time. */
const PATIENT = {
  testTimeout: 240_000,
  hookTimeout: 240_000,
  expect: { poll: { timeout: 100_000 } },
};

/** Each test file ends what it starts: to load everything anew for each took more than a third of the processor time. */
const SHARED = { isolate: false };

/** What starts threads, processes or servers, or reads files. */
const JOINED = "**/*.int.test.ts";

// Plain node and no Solid: what needs a browser is tested in one, see e2e/.
export default defineConfig({
  test: {
    // One more than cores, since tests of servers mostly wait. By default a core is left free, which of two is half.
    maxWorkers: availableParallelism() + 1,
    reporters: ["default", ["json", { outputFile: "test-results/unit.json" }]],
    projects: [
      {
        plugins: [serverOnly],
        test: {
          ...PATIENT,
          ...SHARED,
          name: "alone",
          include: ["{src,db,bin,bench}/**/*.test.ts"],
          exclude: [...configDefaults.exclude, JOINED],
        },
      },
      {
        plugins: [serverOnly, builtThreads()],
        test: {
          ...PATIENT,
          ...SHARED,
          name: "joined",
          globalSetup: "src/server/store/postgres/connection/test-server.setup.ts",
          setupFiles: "src/server/store/sqlite/file/scratch.setup.ts",
          // Convergence is tested end to end, too, but mostly without a browser and in one process.
          include: [`{src,db,bin,bench,e2e}/${JOINED}`],
        },
      },
    ],
  },
});
