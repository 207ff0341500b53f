import { expect, test } from "vitest";
import { fail, ok, type Result } from "../../../domain/problem.ts";
import { createReadiness } from "./readiness.ts";

const FULL = fail("store-full", "no room");

function begin() {
  const clock = { now: 0 };
  const told: string[] = [];
  const listener = {
    refused: (cause: string) => told.push(cause),
    recovered: () => told.push("recovered"),
  };
  const readiness = createReadiness(listener, () => clock.now);
  const disk = { isFull: false, probes: 0 };
  async function probe(): Promise<Result<unknown>> {
    disk.probes += 1;
    if (disk.isFull) readiness.refused(FULL.problem, "full");
    else readiness.took();
    return disk.isFull ? FULL : ok([]);
  }
  return { clock, told, disk, readiness, ask: () => readiness.ask(probe) };
}

test("who asks often has little written", async () => {
  const { clock, disk, ask } = begin();
  for (clock.now = 0; clock.now < 10_000; clock.now += 100) expect(await ask()).toEqual(ok(null));
  expect(disk.probes).toBe(10);
});

test("many who ask at once share one probe", async () => {
  const { disk, ask } = begin();
  await Promise.all([ask(), ask(), ask()]);
  expect(disk.probes).toBe(1);
});

test("a commit says it as well, and so does one that was refused", async () => {
  const { disk, readiness, ask } = begin();
  readiness.took();
  expect(await ask()).toEqual(ok(null));
  readiness.refused(FULL.problem, "full");
  expect(await ask()).toEqual(FULL);
  expect(disk.probes).toBe(0);
});

test("a full disk is found out within a second, and so is that there is room again", async () => {
  const { clock, told, disk, ask } = begin();
  await ask();
  disk.isFull = true;
  clock.now += 1_000;
  expect(await ask()).toEqual(FULL);
  disk.isFull = false;
  clock.now += 1_000;
  expect(await ask()).toEqual(ok(null));
  expect(told).toEqual(["full", "recovered"]);
});

test("what is refused over and over is told of once, and again for another reason", () => {
  const { told, readiness } = begin();
  for (let n = 0; n < 3; n += 1) readiness.refused(FULL.problem, "full");
  readiness.refused(fail("store-busy", "held").problem, "held");
  readiness.took();
  readiness.took();
  expect(told).toEqual(["full", "held", "recovered"]);
});
