import { expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { statusWords, timesOf } from "./detail-words.ts";

const now = Date.parse("2026-01-01T00:10:00.000Z");

test("the detail says who has it or how it ended, and what was deleted beside what it was", () => {
  const byMira = anAlert({
    status: "acknowledged",
    acknowledgedAt: "2026-01-01T00:08:00.000Z",
    acknowledgedBy: "user:Mira",
  });
  expect(statusWords(byMira, now)).toBe("acknowledged by Mira, 2 min ago");
  const resolved = anAlert({ status: "resolved", resolvedAt: "2026-01-01T00:04:00.000Z" });
  expect(statusWords(resolved, now)).toBe("resolved after 4 min");
  const deleted = anAlert({ severity: "error", deletedAt: "2026-01-01T00:08:00.000Z" });
  expect(statusWords(deleted, now)).toMatch(/^firing for .*, deleted 2 min ago$/u);
  expect(statusWords({ ...deleted, deletedAt: null }, now)).not.toContain("deleted");
});

test("what is sent as a link and is none can be read still", () => {
  const linkIn = (url: string | null) =>
    timesOf(anAlert({ url }), "UTC").flatMap(([name, value]) => (name === "Link" ? [value] : []));
  expect(linkIn("db-12:9090/graph")).toEqual(["db-12:9090/graph"]);
  expect(linkIn("https://example.org")).toEqual([]);
  expect(linkIn(null)).toEqual([]);
});
