import { solidStart } from "@solidjs/start/config";
import { defineConfig } from "vite";
import { tocsin } from "./vite-tocsin.ts";

export default defineConfig({
  plugins: [solidStart(), tocsin()],
});
