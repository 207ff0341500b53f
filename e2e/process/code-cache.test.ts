import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";

/** A build that has not been started yet, in a folder of its own. */
function freshBuild(): string {
  const folder = test.info().outputPath("checkout");
  const filter = (file: string) => !file.endsWith("/code-cache");
  cpSync("dist", join(folder, "dist"), { recursive: true, filter });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  return folder;
}

/** Starts it, ends it once it has shown a page, and gives the names of what it had not to compile. */
async function startAndStop(folder: string): Promise<string[]> {
  const { NODE_COMPILE_CACHE: _, ...environment } = process.env;
  const child = spawn(process.execPath, ["dist/server/main.js"], {
    cwd: folder,
    env: { ...environment, PORT: "0", LOG_LEVEL: "silent", NODE_DEBUG_NATIVE: "COMPILE_CACHE" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stdout.on("data", (chunk: Buffer) => {
    const [, url] = /Tocsin listens on (\S+)/u.exec(chunk.toString()) ?? [];
    if (url !== undefined) void showPage(url).finally(() => child.kill("SIGTERM"));
  });
  expect(await once(child, "close")).toEqual([0, null]);
  const found = said.matchAll(/\/(?<name>[\w-]+?)(?:-[\w-]{8})?\.js was accepted/gu);
  return [...found].map(({ groups }) => groups?.["name"] ?? "");
}

async function showPage(url: string): Promise<void> {
  expect((await fetch(url)).status).toBe(200);
}

test("what a first start has compiled, a second one does not compile, on either thread", async () => {
  const folder = freshBuild();
  const entries = ["serve", "entry-server", "writer-thread"];
  const first = await startAndStop(folder);
  expect(entries.filter((name) => first.includes(name))).toEqual([]);
  const second = await startAndStop(folder);
  expect(entries.filter((name) => !second.includes(name))).toEqual([]);
});

test("a server starts where what it compiles cannot be kept", async () => {
  const folder = freshBuild();
  writeFileSync(join(folder, "dist/server/code-cache"), "");
  for (let times = 0; times < 2; times++) expect(await startAndStop(folder)).toEqual([]);
});
