import { solidStart } from "@solidjs/start/config";
import { defineConfig, type Plugin } from "vite";
import { tocsin } from "../../../vite-tocsin.ts";

const outDir = "bench/data/no-rendering";

/** Leaves the built app where it is. */
const elsewhere: Plugin = {
  name: "elsewhere",
  enforce: "post",
  config: () => ({
    environments: {
      client: { build: { outDir: `${outDir}/client` } },
      ssr: { build: { outDir: `${outDir}/server` } },
    },
  }),
};

/** Tocsin with the framework's own option to render in the browser only. */
export default defineConfig({
  logLevel: "warn",
  plugins: [solidStart({ devOverlay: false, ssr: false }), tocsin(), elsewhere],
});
