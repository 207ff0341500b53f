import { expect, test } from "vitest";
import type { HistoryEntry } from "../feed/api.ts";
import { historyLines } from "./history-words.ts";

function entries(...list: [type: string, data?: Record<string, unknown>][]): HistoryEntry[] {
  return list.map(([type, data], i) => ({
    seq: i + 1,
    type,
    recordedAt: `2026-01-01T00:00:0${i}.000Z`,
    actor: "mira",
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
    "Resolved",
    "Note by mira: “on it”",
    "Severity changed from warning to critical",
    "Opened",
  ]);
});

test("repeats in a row are one line, at the time of the last", () => {
  const repeat: [string] = ["AlertRepeated"];
  const lines = historyLines(
    entries(["AlertOpened"], repeat, repeat, repeat, ["AlertAcknowledged"], repeat),
  );
  expect(lines.map(({ words, seq }) => [words, seq])).toEqual([
    ["Repeated", 6],
    ["Acknowledged", 5],
    ["Repeated 3 times", 4],
    ["Opened", 1],
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
