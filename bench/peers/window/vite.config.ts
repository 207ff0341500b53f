import { defineConfig } from "vite";
import solid from "vite-plugin-solid";

export default defineConfig({
  root: import.meta.dirname,
  base: "/peers/",
  logLevel: "warn",
  plugins: [solid()],
  build: { outDir: "../../data/peers", emptyOutDir: true },
});
