import { describe, expect, test } from "vitest";
import { history, type Happening } from "./history.ts";

const from = Date.parse("2026-10-26T00:00:00Z");
const to = Date.parse("2026-11-23T00:00:00Z");

describe("a history of 5000 alerts", () => {
  const happenings = [...history({ seed: 1, alerts: 5000, from, to })];

  test("leaves as many as were asked for", () => {
    expect(new Set(happenings.map(({ episode }) => episode)).size).toBe(5000);
    expect([...history({ seed: 1, alerts: 0, from, to })]).toEqual([]);
  });

  test("is the same for the same seed", () => {
    expect([...history({ seed: 1, alerts: 5000, from, to })]).toEqual(happenings);
  });

  test("goes from the first moment to almost the last and never back", () => {
    const times = happenings.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(0)).toBe(from);
    expect(times.at(-1)).toBeLessThanOrEqual(to);
    expect(times.at(-1)).toBeGreaterThan(to - 3_600_000);
  });

  test("spreads the alerts over all of it", () => {
    const week = (to - from) / 4;
    const opened = happenings.filter(isFirst()).map(({ at }) => Math.floor((at - from) / week));
    for (const number of [0, 1, 2, 3]) {
      const share = opened.filter((inWeek) => inWeek === number).length / opened.length;
      expect(Math.abs(share - 0.25)).toBeLessThan(0.1);
    }
  });

  test("ends with most resolved, a few dozen firing, some acknowledged, a few deleted", () => {
    const ends = new Map<number, string>();
    const deleted = new Set<number>();
    for (const happening of happenings) {
      if (happening.type === "Delete") deleted.add(happening.episode);
      else ends.set(happening.episode, endOf(happening, ends.get(happening.episode)));
    }
    const count = (end: string) => [...ends.values()].filter((value) => value === end).length;
    expect(count("resolved")).toBeGreaterThan(4800);
    expect(count("firing")).toBeGreaterThan(10);
    expect(count("acknowledged")).toBeGreaterThan(2);
    expect(deleted.size).toBeGreaterThan(5);
  });

  test("an operator does only what the state of an alert allows", () => {
    const ends = new Map<number, string>();
    const refused = happenings.filter((happening) => {
      const before = ends.get(happening.episode);
      ends.set(happening.episode, endOf(happening, before));
      if (happening.type === "Acknowledge") return before !== "firing";
      return happening.type === "Delete" && before !== "resolved";
    });
    expect(refused).toEqual([]);
  });
});

/** Whether a happening is the first of its episode, called once for each in order. */
function isFirst(): (happening: Happening) => boolean {
  let opened = 0;
  return ({ episode }) => {
    if (episode <= opened) return false;
    opened = episode;
    return true;
  };
}

/** How an alert stands after a happening. */
function endOf(happening: Happening, before: string | undefined): string {
  if (happening.type === "Acknowledge") return "acknowledged";
  if (happening.type === "Report" && happening.report.status === "resolved") return "resolved";
  return before ?? "firing";
}
