import { solidStart } from "@solidjs/start/config";
import { defineConfig } from "vite";
import { builtins } from "./vite-builtins.ts";
import { tocsin } from "./vite-tocsin.ts";

export default defineConfig({
  plugins: [solidStart({ devOverlay: false }), tocsin(), builtins()],
  server: { host: "127.0.0.1", port: Number(process.env["PORT"] ?? 3000) },
});
