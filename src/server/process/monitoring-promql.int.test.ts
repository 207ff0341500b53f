import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGuard } from "../outbound/guard.ts";
import { MINUTE, openMonitoringRig } from "./monitoring.fixture.ts";

const PROMETHEUS = "/usr/bin/prometheus";
// Where a test is to stand for a server, it stands for all of it: without Prometheus none of this is tried.
const isInstalled = existsSync(PROMETHEUS);

let port = 0;
let stop = async () => {};
beforeAll(async () => {
  if (!isInstalled) return;
  port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), "prometheus-"));
  writeFileSync(path.join(folder, "prometheus.yml"), "global:\n  scrape_interval: 1s\n");
  const server = spawn(
    PROMETHEUS,
    [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: "ignore" },
  );
  const ended = once(server, "exit");
  stop = async () => {
    server.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
    stop = async () => {};
  };
  while (!(await isReady())) await setTimeout(50);
}, 90_000);
afterAll(() => stop());

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function isReady(): Promise<boolean> {
  const url = `http://127.0.0.1:${port}/-/ready`;
  const guard = createGuard({ allow: [{ address: "127.0.0.1", port }] });
  const asked = await guard.send({ url, method: "GET", headers: {}, body: "" });
  return asked.outcome === "delivered";
}

/** A monitor of that expression, with the clock of the machine at the beginning of its minute. */
async function watching(query: string, fields: object = {}) {
  const begun = Math.floor(Date.now() / MINUTE) * MINUTE;
  const guard = createGuard({ allow: [{ address: "127.0.0.1", port }] });
  const rig = await openMonitoringRig({ begun, guard });
  const url = `http://127.0.0.1:${port}`;
  const { id } = await rig.add({ input: { type: "promql", url, query }, ...fields });
  return { rig, id, begun };
}

describe.skipIf(!isInstalled)("with a Prometheus (apt-get install prometheus)", () => {
  test("its history makes a monitor warm, and it goes on from there", async () => {
    const { rig, id, begun } = await watching("vector(time())");
    await rig.passTo(begun + 1, id);
    const { standing, last } = await rig.kept(id);
    expect(standing.progress).toBe(1);
    expect(last).toMatchObject({ time: begun - 2 * MINUTE, value: (begun - MINUTE) / 1000 });
    await rig.passTo(begun + MINUTE, id);
    expect((await rig.kept(id)).last).toMatchObject({ value: begun / 1000 });
  });

  test("what is no number there is none here", async () => {
    const { rig, id, begun } = await watching("vector(1) / 0");
    await rig.passTo(begun + 1, id);
    expect(await rig.kept(id)).toMatchObject({ last: { value: null }, standing: { progress: 0 } });
  });

  test("an expression that it cannot read, and one of several series, are named", async () => {
    for (const [query, words] of [
      ["sum(", /^It says: .*parse error/u],
      ["label_replace(vector(1), 'a', 'b', '', '') or vector(2)", /2 series/u],
    ] as const) {
      const { rig, id } = await watching(query);
      await expect.poll(async () => (await rig.kept(id)).standing.trouble).toMatch(words);
    }
  });

  test("a server that is gone is named, is a silence at last, and is asked again", async () => {
    const { rig, id, begun } = await watching("vector(7)", { silentAfter: 3 });
    await rig.passTo(begun + MINUTE, id);
    const [before, now] = [stop, rig.time.now()];
    await before();
    rig.time.advanceTo(now + MINUTE);
    await expect
      .poll(async () => (await rig.kept(id)).standing.trouble)
      .toBe("Nobody listens at that port of the host.");
    rig.time.advanceTo(now + 2 * MINUTE);
    await setTimeout(0);
    await rig.passTo(now + 3 * MINUTE, id);
    expect((await rig.kept(id)).standing).toMatchObject({ empty: 3 });
    expect(await rig.alerts()).toMatchObject([{ title: "orders has no data for 3 min" }]);
  });
});
