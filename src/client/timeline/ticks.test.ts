import fc from "fast-check";
import { expect, test } from "vitest";
import { scaleOf, WHOLE, yOf } from "./scale.ts";
import { ticksOf } from "./ticks.ts";

const NOW = Date.parse("2026-11-26T13:50:00Z");
const DAY = 86_400_000;

function labels(first: number, zone = "UTC", view = WHOLE): string[] {
  return ticksOf(scaleOf(view, { first, now: NOW }, 800), zone).map(({ label }) => label);
}

test("the older, the longer the steps: hours, days, months, years", () => {
  const years = labels(NOW - 8 * 365 * DAY);
  expect(years[0]).toMatch(/^\d\d:\d\d$/u);
  const kinds = [
    /^\d\d:\d\d$/u,
    /^(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)$/u,
    /^\d+ Nov$/u,
    /^(?:Jul|Aug|Sep|Oct|Apr)(?: \d\d)?$/u,
    /^20\d\d$/u,
  ];
  const firsts = kinds.map((kind) => years.findIndex((label) => kind.test(label)));
  expect(firsts).not.toContain(-1);
  expect(firsts.toSorted((a, b) => a - b)).toEqual(firsts);
});

test("minutes where a short time is looked at, and days with their year where it is long ago", () => {
  expect(labels(NOW - 600_000)).toContain("13:45");
  const newest = Date.parse("2024-03-10T00:00:00Z");
  const view = { newest, oldest: newest - 9 * DAY };
  expect(labels(NOW - 1000 * DAY, "UTC", view)).toContain("5 Mar 24");
});

test("days begin where they do in the zone of the reader", () => {
  const view = { newest: NOW - DAY, oldest: NOW - 3 * DAY };
  for (const zone of ["UTC", "Asia/Kolkata", "America/New_York"]) {
    const scale = scaleOf(view, { first: NOW - 9 * DAY, now: NOW }, 800);
    const day = ticksOf(scale, zone).find(({ label }) => label === "Wed");
    const shown = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      timeStyle: "short",
      dateStyle: "short",
    });
    expect(shown.format(day?.time)).toBe("25/11/2026, 00:00");
  }
});

test("labels stand apart, in order, within the height", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 * 365 * DAY }),
      fc.integer({ min: 60, max: 2000 }),
      fc.constantFrom("UTC", "Europe/Berlin", "Australia/Lord_Howe"),
      (length, height, zone) => {
        const scale = scaleOf(WHOLE, { first: NOW - length, now: NOW }, height);
        const ticks = ticksOf(scale, zone);
        expect(ticks.length).toBeLessThan(height / 29);
        for (const [index, { time, y }] of ticks.entries()) {
          expect(y).toBeCloseTo(yOf(scale, time), 6);
          expect(y).toBeGreaterThanOrEqual(8);
          expect(y).toBeLessThanOrEqual(height - 8);
          if (index > 0) expect(y - (ticks[index - 1]?.y ?? 0)).toBeGreaterThanOrEqual(29);
        }
      },
    ),
    { numRuns: 60 },
  );
});
