import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";

/** Makes a package and gives what was said. */
function makePackage(...words: string[]) {
  return spawnSync(process.execPath, ["bin/package.ts", ...words], { encoding: "utf8" });
}

test("a package runs elsewhere with nothing but Node", async ({ request }, info) => {
  const folder = info.outputPath("made/tocsin");
  const made = makePackage("--to", folder, "--tar");
  expect(made.stderr).toBe("");
  expect(made.status).toBe(0);
  const elsewhere = info.outputPath("elsewhere");
  mkdirSync(elsewhere);
  spawnSync("tar", ["-xzf", `${folder}.tar.gz`, "-C", elsewhere]);

  const cwd = info.outputPath("cwd");
  mkdirSync(cwd);
  const child = spawn(process.execPath, [join(elsewhere, "tocsin/main.js")], {
    cwd,
    env: { PORT: "0", GENERATOR: "50" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const url = /http:\S+/u.exec(said.toString())?.[0] ?? "";

  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  const alive = (await (await request.get(`${url}/healthz`)).json()) as { build: string };
  expect(alive).toMatchObject({ status: "alive", version });
  expect(alive.build).not.toBe("");
  expect(log).toContain(`"build":${JSON.stringify(alive.build)}`);
  // Its page, the files of that, and what its generator posts.
  const page = await (await request.get(url)).text();
  const script = /src="([^"]+\.js)"/u.exec(page)?.[1] ?? "";
  expect((await request.get(url + script)).status()).toBe(200);
  await expect.poll(async () => (await request.get(`${url}/api/alerts/1`)).status()).toBe(200);
  expect(readdirSync(join(cwd, "data"))).toContain("tocsin.db");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

test("a package is made in no folder that has something in it, and for no platform without SQLite", () => {
  const full = makePackage("--to", "src");
  expect([full.status, full.stderr]).toEqual([
    1,
    expect.stringMatching(/src is not empty; name another folder\.\n$/u),
  ]);
  const none = test.info().outputPath("none");
  const unknown = makePackage("--to", none, "--platform", "linux-armv7");
  expect([unknown.status, unknown.stderr]).toEqual([
    1,
    expect.stringContaining("--platform: there is no linux-armv7, but linux-x64"),
  ]);
  const bare = makePackage("--to", none, "--platform", "linuxmusl-x64", "--node");
  expect([bare.status, bare.stderr]).toEqual([1, expect.stringContaining("npm has no Node for")]);
  expect(readdirSync(test.info().outputPath("."))).toEqual([]);
});
