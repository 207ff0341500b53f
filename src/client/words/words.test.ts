import { expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import {
  gapWords,
  labelWords,
  ruleOf,
  snoozedWords,
  standingWords,
  stateWords,
  truncatedAlerts,
  waitingWords,
} from "./words.ts";

const now = Date.parse("2026-01-01T00:10:00.000Z");

test("a row says who has it or how it ended", () => {
  expect(standingWords(anAlert(), now, "UTC")).toBe("");
  expect(standingWords(anAlert({ occurrences: 3 }), now, "UTC")).toBe("3 times");
  const silent = anAlert({ occurrences: 3, lastSeenAt: "2025-12-31T20:00:00.000Z" });
  expect(standingWords(silent, now, "UTC")).toBe("silent for 4 h");
  const acknowledged = {
    status: "acknowledged" as const,
    acknowledgedAt: "2026-01-01T00:08:00.000Z",
  };
  const byMira = anAlert({ ...acknowledged, acknowledgedBy: "user:Mira" });
  expect(standingWords(byMira, now, "UTC")).toBe("acknowledged by Mira, 2 min ago");
  const resolved = anAlert({ status: "resolved", resolvedAt: "2026-01-01T00:04:00.000Z" });
  expect(standingWords(resolved, now, "UTC")).toBe("resolved after 4 min");
  expect(standingWords(anAlert({ deletedAt: "2026-01-01T00:04:00.000Z" }), now, "UTC")).toBe(
    "deleted",
  );
});

test("what is snoozed says until when, also beside whoever has it", () => {
  const snoozed = anAlert({ snoozedUntil: "2026-01-01T18:00:00.000Z" });
  expect(standingWords(snoozed, now, "UTC")).toBe("snoozed until 18:00");
  expect(standingWords(snoozed, now, "Asia/Tokyo")).toBe("snoozed until Fri 03:00");
  expect(snoozedWords(snoozed, now, "UTC")).toBe("snoozed until 18:00");
  expect(snoozedWords(anAlert(), now, "UTC")).toBe("");
  expect(stateWords(snoozed)).toBe("Warning, firing, snoozed");
});

test("a row names the rule where the title does not", () => {
  const labels = { alertname: "HostDiskFull" };
  expect(ruleOf({ title: "Disk on db-12 is 91 % full", labels })).toBe("HostDiskFull");
  expect(ruleOf({ title: "HostDiskFull ", labels })).toBe("");
  expect(ruleOf({ title: "Disk", labels: {} })).toBe("");
});

test("a row says of a long label as much as fits a line or two", () => {
  expect(labelWords("x".repeat(100))).toBe("x".repeat(100));
  expect(labelWords("x".repeat(101))).toBe(`${"x".repeat(99)}…`);
  for (const start of ["", "x"]) {
    const words = labelWords(start + "🔥".repeat(1000));
    expect(words).toMatch(/^x?🔥{49}…$/u);
    expect(words.isWellFormed()).toBe(true);
  }
});

test("alerts that the sender left out are counted where it says so", () => {
  const annotated = (value: string) =>
    truncatedAlerts({ annotations: { tocsin_truncated_alerts: value } });
  expect(annotated("12")).toBe(12);
  expect(annotated("many")).toBe(0);
  expect(annotated("-1")).toBe(0);
  expect(truncatedAlerts(anAlert())).toBe(0);
});

test("new alerts are counted in words", () => {
  const words = (arrived: number, returned = 0) => waitingWords({ arrived, returned });
  expect(words(1)).toBe("1 new alert");
  expect(words(1234)).toBe("1,234 new alerts");
  expect(words(10_000)).toBe("10,000+ new alerts");
  expect(words(0, 1)).toBe("1 alert matches now");
  expect(words(0, 2)).toBe("2 alerts match now");
  expect(words(3, 1)).toBe("3 new alerts, 1 more matches now");
  expect(words(1, 2)).toBe("1 new alert, 2 more match now");
  expect(gapWords(1)).toBe("1 alert arrived while this page was not connected");
  expect(gapWords(2000)).toBe("2,000 alerts arrived while this page was not connected");
});

test("a deleted alert says so wherever its state is said, beside what it was", () => {
  const deleted = anAlert({ severity: "error", deletedAt: "2026-01-01T00:08:00.000Z" });
  expect(standingWords(deleted, now, "UTC")).toBe("deleted");
  expect(stateWords(deleted)).toBe("Error, firing, deleted");
  expect(stateWords({ ...deleted, deletedAt: null })).toBe("Error, firing");
});
