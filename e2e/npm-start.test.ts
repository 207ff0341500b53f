import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "@playwright/test";

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
