import { expect, test } from "vitest";
import type { HistoryEntry } from "../../protocol/history.ts";
import { monitorsIn } from "./monitor-names.ts";

const by = (actor: string): HistoryEntry => ({
  seq: 1,
  type: "AlertNoted",
  version: 1,
  recordedAt: "2026-01-01T00:00:00.000Z",
  actor,
  data: {},
});

test("each monitor that acts is asked for once, and nobody else", () => {
  const actors = ["monitor:7", "user:monitor:8", "monitor:7", "monitor:orders", "operator"];
  expect([...monitorsIn(actors.map(by))]).toEqual(["7"]);
});
