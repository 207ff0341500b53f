import { expect, test } from "vitest";
import { startServer } from "../../src/server/process/server.fixture.ts";
import { scratchFile } from "../../src/server/store/sqlite/file/scratch.fixture.ts";
import { post } from "../convergence/sources.ts";
import { goneOf, integrityOf, lostOf, untoldOf } from "./lost.ts";

/** Two alerts: the first of team 1, which is opened, told again and resolved, and one of team 2. */
async function twoAlerts(): Promise<string> {
  const file = scratchFile();
  const server = await startServer({ DATABASE_URL: `file:${file}` });
  const first = { title: "Disk is full", fingerprint: "a", labels: { team: "1" } };
  await post(server.url, [first, { title: "Queue is long", labels: { team: "2" } }]);
  await post(server.url, [{ ...first, severity: "critical" }]);
  await post(server.url, [{ ...first, status: "resolved" }]);
  await server.stop();
  return file;
}

test("whatever happened to alerts with a label and was not told is found", async () => {
  const file = await twoAlerts();
  const untold = untoldOf(file, "team=1", []);
  expect(untold.length).toBeGreaterThanOrEqual(3);
  expect(new Set(untold.map(({ alert }) => alert))).toEqual(new Set([1]));
  expect(untoldOf(file, "team=1", untold)).toEqual([]);
  expect(untoldOf(file, "team=1", untold.slice(1))).toEqual(untold.slice(0, 1));
  expect(untoldOf(file, "team=2", untold)).toMatchObject([{ alert: 2 }]);
});

test("an alert is lost that was answered and is not there, unless it may have been removed", async () => {
  const file = await twoAlerts();
  const opened = new Map([
    [1, { at: 1_000_000, isStubborn: false }],
    [2, { at: 1_000_000, isStubborn: true }],
    [3, { at: 1_000_000, isStubborn: false }],
    [4, { at: 1_000_000, isStubborn: true }],
  ]);
  expect(lostOf(file, opened, 2_000_000)).toEqual([4]);
  expect(lostOf(file, opened, 0)).toEqual([3, 4]);
  expect(goneOf(file, opened)).toBe(2);
  expect(integrityOf(file)).toBe("ok");
});
