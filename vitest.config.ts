import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** `import "server-only"` guards the client build and means nothing elsewhere. */
const serverOnly: Plugin = {
  name: "server-only",
  enforce: "pre",
  resolveId: (id) => (id === "server-only" ? "\0server-only" : null),
  load: (id) => (id === "\0server-only" ? "" : null),
};

// Plain node and no Solid: what needs a browser is tested in one, see e2e/.
export default defineConfig({
  plugins: [serverOnly],
  test: {
    // To end what hangs, not to measure: a busy machine takes its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 50_000 } },
    // Convergence is tested end to end, too, but mostly without a browser and in one process.
    include: ["{src,db,bin,bench}/**/*.test.ts", "e2e/convergence/**/*.test.ts"],
    reporters: ["default", ["json", { outputFile: "test-results/unit.json" }]],
  },
});
