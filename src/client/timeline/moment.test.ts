import fc from "fast-check";
import { expect, test } from "vitest";
import { readMoment } from "./moment.ts";

/** A Thursday, 13:50 in UTC, 14:50 in Berlin. */
const NOW = Date.parse("2026-11-26T13:50:00Z");

function iso(text: string, zone = "UTC"): string | null {
  const time = readMoment(text, NOW, zone);
  return time === null ? null : new Date(time).toISOString().slice(0, 19);
}

test.each([
  ["2026-03-03", "2026-03-03T00:00:00"],
  ["2026-03-03 14:30", "2026-03-03T14:30:00"],
  ["2026-03-03T14:30:05", "2026-03-03T14:30:05"],
  ["2026-03-03T14:30:00+02:00", "2026-03-03T12:30:00"],
  ["2026-03", "2026-03-01T00:00:00"],
  ["2024", "2024-01-01T00:00:00"],
  ["3 Mar", "2026-03-03T00:00:00"],
  ["3 march 2025", "2025-03-03T00:00:00"],
  ["Mar 3", "2026-03-03T00:00:00"],
  ["mar", "2026-03-01T00:00:00"],
  ["3 Mar, 14:30", "2026-03-03T14:30:00"],
  ["24 Dec", "2025-12-24T00:00:00"],
  ["29 Feb", "2024-02-29T00:00:00"],
  ["13:30", "2026-11-26T13:30:00"],
  ["14:30", "2026-11-25T14:30:00"],
  [" -3d ", "2026-11-23T13:50:00"],
  ["-90m", "2026-11-26T12:20:00"],
  ["-2 w", "2026-11-12T13:50:00"],
  ["-1mo", "2026-10-26T13:50:00"],
  ["-2y", "2024-11-26T13:50:00"],
  ["now", "2026-11-26T13:50:00"],
  ["yesterday 9:05", "2026-11-25T09:05:00"],
  ["Mon", "2026-11-23T00:00:00"],
  ["thursday", "2026-11-26T00:00:00"],
])("%s is understood", (text, expected) => {
  expect(iso(text)).toBe(expected);
});

test("in the zone of the reader", () => {
  expect(iso("3 Mar 14:30", "Europe/Berlin")).toBe("2026-03-03T13:30:00");
  expect(iso("14:30", "Europe/Berlin")).toBe("2026-11-26T13:30:00");
  expect(iso("3 Jul", "Europe/Berlin")).toBe("2026-07-02T22:00:00");
  // That half hour was there twice, and this one never.
  expect(iso("2026-10-25 02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00");
  expect(iso("2026-03-29 02:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00");
});

test.each([
  "",
  "soon",
  "2026-13-01",
  "31 Feb 2026",
  "25:00",
  "12:60",
  "3 Foo",
  "--3d",
  "3d",
  "32 Mar",
])("%j is not", (text) => {
  expect(iso(text)).toBeNull();
});

test("any text is answered, with a time that there is or with none", () => {
  const words = fc.constantFrom(
    "-",
    "3",
    "2026",
    "mar",
    ":",
    "14:30",
    " ",
    "d",
    "y",
    "9999999",
    "-999999y",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((all) => all.join("")),
      ),
      (text) => {
        const time = readMoment(text, NOW, "UTC");
        expect(time === null || Number.isFinite(time)).toBe(true);
      },
    ),
  );
});
