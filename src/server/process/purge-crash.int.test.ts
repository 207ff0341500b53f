import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import type { Command } from "../../domain/command.ts";
import { EVERYTHING } from "../../domain/filter.ts";
import { aReport } from "../../domain/history.arbitrary.ts";
import { faultOfContents } from "../store/sqlite/backup/contents.ts";
import { openScratch } from "../store/sqlite/database.fixture.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { finish } from "../store/sqlite/file/transaction.ts";
import { rebuild } from "../store/sqlite/log/rebuild.ts";
import { dump } from "../store/sqlite/models/read-models.fixture.ts";

const ALERTS = 400;
/** Alerts that stay, since they are open. */
const OPEN = ALERTS / 10;

/** Alerts of which nine in ten are over. */
function filled(): string {
  const file = scratchFile();
  using scratch = openScratch(file);
  const report = aReport({ fingerprint: null, labels: { env: "prod" } });
  const ids = Array.from({ length: ALERTS }, (_, index) => index + 1);
  const commands: Command[] = [
    ...ids.map((): Command => ({ type: "Report", report })),
    ...ids.filter((id) => id % 10 !== 0).map((id): Command => ({ type: "Resolve", id })),
  ];
  scratch.append([{ commands, actor: null }]);
  return file;
}

/** Purges, and is killed amid the step after so many; says whether it was. */
async function purgeUntil(file: string, steps: number): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [new URL("purge-process.fixture.ts", import.meta.url).pathname, file],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const exit = once(child, "exit");
  let taken = 0;
  for await (const _ of createInterface(child.stdout)) {
    taken += 1;
    if (taken === steps) child.kill("SIGKILL");
  }
  const [, signal] = (await exit) as [number | null, string | null];
  return signal === "SIGKILL";
}

test("whenever a purge is killed, each of its steps is done or not, and the next goes on", async () => {
  const file = filled();
  const left: number[] = [];
  for (const steps of [1, 2, 3, Infinity]) {
    expect(await purgeUntil(file, steps)).toBe(steps < Infinity);
    using scratch = openScratch(file);
    expect(faultOfContents(scratch.tables.$client, null)).toBeNull();
    const held = dump(scratch.tables);
    left.push(held.alerts.length);
    const page = scratch.reads.page({ ...EVERYTHING, deleted: "include" }, { type: "head" }, 2_000);
    expect(page.ok && page.value.alerts.length).toBe(held.alerts.length);
    expect(page.ok && page.value.removed).toMatchObject({ kept: "90d" });
    // Those that are gone are gone from the log as well, and no others.
    finish(rebuild(scratch.tables));
    expect(dump(scratch.tables)).toEqual(held);
  }
  expect(left).toEqual(left.toSorted((a, b) => b - a));
  expect(left[0]).toBeLessThan(ALERTS);
  expect(left[2]).toBeGreaterThan(OPEN);
  expect(left.at(-1)).toBe(OPEN);
});
