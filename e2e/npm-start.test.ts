import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "@playwright/test";

/** A Node that is too old, where this machine has one of its own. */
const OLD = ["/usr/bin/node", "/usr/local/bin/node"].find((node) => {
  const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout ?? "";
  return /^v(?:18|20|22)\./u.test(version);
});

for (const entry of ["main", "seed", "rebuild", "generate"]) {
  test(`${entry} says in words that a Node is too old for it`, () => {
    test.skip(OLD === undefined, "this machine has no Node that is older than 24");
    const { status, stdout, stderr } = spawnSync(OLD ?? "", [`dist/server/${entry}.js`], {
      env: { PORT: "0", DATABASE_URL: `file:${test.info().outputPath("tocsin.db")}` },
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(
      /^tocsin: Node 24 or later is needed; this is \d+\.\d+\.\d+ \(\/.+\)\.\n.+\n$/u,
    );
  });
}

test("npm start ends what it has started", async ({ request }, info) => {
  const database = info.outputPath("tocsin.db");
  const npm = spawn("npm", ["start"], {
    env: { ...process.env, PORT: "0", DATABASE_URL: `file:${database}`, LOG_LEVEL: "silent" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let url = "";
  for await (const chunk of npm.stdout) {
    [url = ""] = /http:\/\/127\.0\.0\.1:\d+/u.exec(String(chunk)) ?? [];
    if (url !== "") break;
  }
  expect((await request.get(`${url}/healthz`)).ok()).toBe(true);

  npm.kill("SIGTERM");
  await once(npm, "exit");
  await expect
    .poll(() =>
      request.get(`${url}/healthz`).then(
        () => "up",
        () => "down",
      ),
    )
    .toBe("down");
});
