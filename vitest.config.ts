import { pathToFileURL } from "node:url";
import { build, type Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** `import "server-only"` guards the client build and means nothing elsewhere. */
const serverOnly: Plugin = {
  name: "server-only",
  enforce: "pre",
  resolveId: (id) => (id === "server-only" ? "\0server-only" : null),
  load: (id) => (id === "\0server-only" ? "" : null),
};

const THREADS = "node_modules/.cache/tocsin-threads";

/**
 * The threads and processes of the store, built as the server's are. As source, each would load drizzle-orm from
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
            input: {
              "writer-thread": "src/server/store/sqlite/threads/writer-thread.ts",
              "reader-process": "src/server/store/sqlite/threads/reader-process.ts",
            },
          },
        },
      });
    },
    transform(code, id) {
      if (!id.endsWith("/src/server/store/sqlite/threads/entry.ts")) return null;
      const built = pathToFileURL(`${THREADS}/entry.js`).href;
      return { code: code.replaceAll("import.meta.url", JSON.stringify(built)), map: null };
    },
  };
}

// Plain node and no Solid: what needs a browser is tested in one, see e2e/.
export default defineConfig({
  plugins: [serverOnly, builtThreads()],
  test: {
    // To end what hangs, not to measure: a busy machine takes its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 50_000 } },
    // Convergence is tested end to end, too, but mostly without a browser and in one process.
    include: ["{src,db,bin,bench}/**/*.test.ts", "e2e/**/*.int.test.ts"],
    // By default a core is left free, which of two is half.
    maxWorkers: "100%",
    reporters: ["default", ["json", { outputFile: "test-results/unit.json" }]],
  },
});
