import { expect, test } from "vitest";
import type { ShownOperation } from "../../../protocol/operations.ts";
import { endWords, speedWords, progressWords, tookWords } from "./operation-words.ts";

const AT = "2026-11-26T12:00:00.000Z";

function anOperation(fields: Partial<ShownOperation>): ShownOperation {
  return {
    id: 1,
    kind: "backup",
    state: "done",
    progress: { done: 0, total: null, unit: "" },
    startedAt: AT,
    endedAt: AT,
    result: null,
    isUndoable: false,
    problem: null,
    ...fields,
  };
}

const backup = {
  name: "tocsin-2026-11-26T12-00-00-000Z.db.zst",
  at: AT,
  bytes: 432_013_312,
  seq: 2,
  alerts: 1,
  events: 2_071_044,
  sha256: "0".repeat(64),
  checked: true,
};
const full = { code: "backup-full", detail: "There is no room left for a backup." } as const;

test.each<[Partial<ShownOperation>, string]>([
  [{ result: backup }, "1 alert, 2,071,044 events, 412 MiB"],
  [
    { kind: "purge", result: { alerts: 1_200, events: 4_800, before: AT } },
    "1,200 alerts, 4,800 events",
  ],
  [{ kind: "export", result: { events: 5, bytes: 2_048 } }, "5 events, 2.0 KiB"],
  [{ kind: "rebuild", result: "well" }, "Done"],
  [{ state: "cancelled" }, "Cancelled; nothing of it is left."],
  [{ state: "cancelled", kind: "purge" }, "Cancelled."],
  [{ state: "running" }, "Under way"],
  [
    { state: "failed", problem: full },
    "There is no room left where backups lie. There is no room left for a backup.",
  ],
  [{ state: "failed" }, "Failed"],
])("an operation with %j has ended so: %s", (fields, words) => {
  expect(endWords(anOperation(fields))).toBe(words);
});

test.each([
  ["2026-11-26T12:01:12.500Z", " · took 1 min"],
  ["2026-11-26T12:00:01.000Z", " · took 1 s"],
  ["2026-11-26T12:00:00.999Z", ""],
  [null, ""],
])("where it ended at %s, it is said: %s", (endedAt, words) => {
  expect(tookWords(anOperation({ endedAt }))).toBe(words);
});

test.each([
  [{ done: 1_306, total: 2_073, unit: "MiB copied" }, "1,306 of 2,073 MiB copied"],
  [{ done: 1_306, total: null, unit: "events" }, "1,306 events"],
  [{ done: 0, total: null, unit: "" }, ""],
])("progress of %j reads %s", (progress, words) => {
  expect(progressWords(progress)).toBe(words);
});

test.each([
  [{ rate: 45.4, left: 40_000 }, "45 MiB/s, 40 s left"],
  [{ rate: 1.25, left: 89_001 }, "1.3 MiB/s, 2 min left"],
  [{ rate: 12_345, left: null }, "12,345 MiB/s"],
  [{ rate: 10, left: 7_200_000 }, "10 MiB/s, 2 h left"],
  [null, ""],
])("a speed of %j reads %s", (speed, words) => {
  expect(speedWords(speed, "MiB copied and compressed")).toBe(words);
});
