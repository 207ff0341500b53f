import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { relative, resolve } from "node:path";
import { App } from "../support/app.ts";
import { expect, test } from "@playwright/test";

/** From node_modules come SQLite and what it needs to find its binary, and nothing else. */
const ALLOWED =
  /^(?:dist\/server|node_modules\/better-sqlite3|e2e\/support\/loaded-files\.ts)(?:\/|$)/u;

// oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
test("what runs is the build and one native module", async ({}, info) => {
  const list = info.outputPath("loaded-files");
  const app = await App.start(undefined, {
    NODE_OPTIONS: `--import=${resolve("e2e/support/loaded-files.ts")}`,
    LOADED_FILES: list,
    GENERATOR: "50",
  });
  const loaded = () => {
    const files = readFileSync(list, "utf8").trim().split("\n");
    return [...new Set(files.map((url) => relative(".", fileURLToPath(url))))];
  };
  try {
    await expect.poll(async () => (await app.page()).alerts.length).toBeGreaterThan(0);
    await app.page("q=disk");
    expect((await app.fetch("/")).status).toBe(200);

    // Main thread, writer, reader and generator have been seen.
    const entries = ["main", "writer-thread", "reader-process", "generate"];
    expect(loaded()).toEqual(
      expect.arrayContaining(entries.map((name) => `dist/server/${name}.js`)),
    );
    expect(loaded().filter((file) => !ALLOWED.test(file))).toEqual([]);
  } finally {
    await app.dispose();
  }
});

test("the build imports no part of Node's own modules, which would load all of them", () => {
  const imports = /^import (?!\*).*from "node:.*"/gmu;
  const found = globSync("dist/server/*.js").map((file) => [
    file,
    readFileSync(file, "utf8").match(imports) ?? [],
  ]);
  expect(found.length).toBeGreaterThan(80);
  expect(found.filter(([, imported]) => imported?.length !== 0)).toEqual([]);
});
