import { fileURLToPath } from "node:url";
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

/** What the server would have read for the page, the browser asks the API for. */
const reading: Plugin = {
  name: "reading-in-the-browser",
  enforce: "pre",
  resolveId: (source) =>
    source.endsWith("/server/pages.ts")
      ? fileURLToPath(new URL("pages.ts", import.meta.url))
      : undefined,
  transform: (code, id) =>
    id.includes("/src/routes/feed.tsx") ? code.replace('"use server";', "") : undefined,
};

/** Tocsin with the framework's own option to render in the browser only. */
export default defineConfig({
  logLevel: "warn",
  plugins: [reading, solidStart({ devOverlay: false, ssr: false }), tocsin(), elsewhere],
});
