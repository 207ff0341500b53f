import { expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import type { Alert } from "../../domain/alert.ts";
import { silentWords } from "./silence.ts";

const HOUR = 3_600_000;
const began = Date.parse("2026-01-01T00:00:00.000Z");
const at = (hours: number) => new Date(began + hours * HOUR).toISOString();

/** Five occurrences, one each so many hours. */
function each(hours: number, fields: Partial<Alert> = {}): Alert {
  return anAlert({ receivedAt: at(0), lastSeenAt: at(4 * hours), occurrences: 5, ...fields });
}
/** What is said so many hours after it was seen last. */
const later = (alert: Alert, hours: number) =>
  silentWords(alert, Date.parse(alert.lastSeenAt) + hours * HOUR);

test("an alert is silent after three of its usual intervals", () => {
  expect(later(each(4), 11.99)).toBe("");
  expect(later(each(4), 12)).toBe("silent for 12 h");
  expect(later(each(4), 100)).toBe("silent for 4 d");
});

test("but not within an hour, however often it came", () => {
  expect(later(each(1 / 60), 0.99)).toBe("");
  expect(later(each(1 / 60), 1)).toBe("silent for 1 h");
});

test("what came once is never silent, nor is what is over", () => {
  expect(later(each(1, { occurrences: 1, lastSeenAt: at(0) }), 1000)).toBe("");
  expect(later(each(1, { status: "resolved", resolvedAt: at(5) }), 1000)).toBe("");
  expect(later(each(1, { deletedAt: at(5) }), 1000)).toBe("");
  expect(later(each(1, { status: "acknowledged" }), 1000)).not.toBe("");
});

test("Tocsin's own alerts tell changes only", () => {
  expect(later(each(1, { source: "tocsin", fingerprint: "monitor-3" }), 1000)).toBe("");
});

test("a clock that was set back says nothing wrong", () => {
  expect(silentWords(each(0, { lastSeenAt: at(-1) }), began + 2 * HOUR)).toBe("silent for 3 h");
  expect(silentWords(each(1), began - HOUR)).toBe("");
});
