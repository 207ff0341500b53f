import { expect, test } from "vitest";
import type { HistoryEntry } from "../../protocol/history.ts";
import { historyLines, keepLines } from "./history-words.ts";

function entries(...list: [type: string, data?: Record<string, unknown>][]): HistoryEntry[] {
  return list.map(([type, data], i) => ({
    seq: i + 1,
    type,
    version: 2,
    recordedAt: `2026-01-01T00:00:0${i}.000Z`,
    actor: "user:mira",
    data: data ?? {},
  }));
}

test("a history is told newest first", () => {
  const lines = historyLines(
    entries(
      ["AlertOpened", { severity: "warning" }],
      ["AlertSeverityChanged", { severity: "critical" }],
      ["AlertNoted", { text: "on it" }],
      ["AlertResolved"],
    ),
  );
  expect(lines.map(({ words }) => words)).toEqual([
    "Resolved by mira",
    "Note by mira: “on it”",
    "Severity changed from warning to critical",
    "Opened",
  ]);
});

test("who did it stands with every line once", () => {
  const types = ["AlertOpened", "AlertAcknowledged", "AlertUnacknowledged", "AlertDeleted"];
  const lines = historyLines(entries(...types.map((type): [string] => [type])));
  expect(lines.map(({ words, actor }) => [words, actor])).toEqual([
    ["Deleted by mira", null],
    ["Acknowledgement taken back by mira", null],
    ["Acknowledged by mira", null],
    ["Opened", "mira"],
  ]);
});

test("a snooze says until when, and what has ended it", () => {
  const until = "2026-01-02T09:00:00.000Z";
  const lines = historyLines(
    entries(
      ["AlertSnoozed", { until }],
      ["AlertWoken", { reason: "due" }],
      ["AlertWoken", { reason: "worse" }],
      ["AlertWoken", { reason: "by-operator" }],
      ["AlertReopened", { reason: "by-operator" }],
    ),
  );
  expect(lines.map((line) => [line.words, line.until, line.actor])).toEqual([
    ["Reopened by mira", null, null],
    ["Woken by mira", null, null],
    ["Woken: it got worse", null, null],
    ["Woken: its time came", null, null],
    ["Snoozed by mira", until, null],
  ]);
});

test("repeats in a row are one line, from the first to the last", () => {
  const repeat: [string] = ["AlertRepeated"];
  const lines = historyLines(
    entries(["AlertOpened"], repeat, repeat, repeat, ["AlertAcknowledged"], repeat),
  );
  expect(lines.map(({ words, seq }) => [words, seq])).toEqual([
    ["Repeated", 6],
    ["Acknowledged by mira", 5],
    ["Repeated 3 times", 2],
    ["Opened", 1],
  ]);
  expect(lines[2]).toMatchObject({
    since: "2026-01-01T00:00:01.000Z",
    recordedAt: "2026-01-01T00:00:03.000Z",
  });
});

test("what the server has made one entry of goes into the same line", () => {
  const [opened, first, second] = entries(["AlertOpened"], ["AlertRepeated"], ["AlertRepeated"]);
  if (!opened || !first || !second) throw new Error("There are three.");
  const since = { seq: 12, recordedAt: "2025-12-01T00:00:00.000Z" };
  const folded = { ...first, seq: 43_211, count: 43_200, since };
  const lines = historyLines([opened, folded, { ...second, seq: 43_212 }]);
  expect(lines.map(({ words, since, seq }) => [words, since, seq])).toEqual([
    ["Repeated 43,201 times", since.recordedAt, since.seq],
    ["Opened", null, 1],
  ]);
});

test("a severity that changed from one that is not at hand is still told", () => {
  const [line] = historyLines(entries(["AlertSeverityChanged", { severity: "critical" }]));
  expect(line?.words).toBe("Severity changed to critical");
});

test("lines that say the same are the same", () => {
  const list: [string][] = [["AlertOpened"], ["AlertAcknowledged"], ["AlertRepeated"]];
  const before = historyLines(entries(...list));
  const after = keepLines(before, historyLines(entries(...list, ["AlertRepeated"])));
  expect(after[0]).toMatchObject({ words: "Repeated 2 times" });
  expect([after[1], after[2]].map((line, index) => line === before[index + 1])).toEqual([
    true,
    true,
  ]);
});

test("a row that comes back says so, and why where an operator had resolved it", () => {
  const lines = historyLines(
    entries(
      ["AlertReopened", { reason: "fires-again" }],
      ["AlertReopened", { reason: "still-reported" }],
    ),
  );
  expect(lines.map(({ words }) => words)).toEqual(["Reopened: still reported by mira", "Reopened"]);
});

test("an event that this page does not know is named", () => {
  expect(historyLines(entries(["AlertMoved"]))[0]?.words).toBe("AlertMoved");
});

test("what a monitor noted is told by its name", () => {
  const [entry] = entries(["AlertNoted", { text: "Back to usual after 3 h" }]);
  const noted = entry === undefined ? [] : [{ ...entry, actor: "monitor:7" }];
  const [line] = historyLines(noted, new Map([["7", "Orders"]]));
  expect(line?.words).toBe("Note by monitor Orders: “Back to usual after 3 h”");
});
