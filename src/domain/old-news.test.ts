import { describe, expect, test } from "vitest";
import type { Report } from "./command.ts";
import { decideReport, isOldNews } from "./report.ts";
import { aReport, at, givenBySource, opened, resolved } from "./history.arbitrary.ts";
import type { AlertEvent } from "./event.ts";
import { type Memory, NO_MEMORY } from "./memory.ts";
import { CLOCKS_APART } from "./pace.ts";

function known(events: readonly AlertEvent[], memory: Partial<Memory> = {}) {
  const alert = givenBySource(...events);
  if (alert === null) throw new Error("it was opened");
  return { alert, memory: { ...NO_MEMORY, ...memory } };
}

/** An episode that was over at 60 s, and the one after it, which began so many seconds later. */
const END = 60;
const over = (memory?: Partial<Memory>) => known([opened, resolved], memory);
function openFrom(seconds: number, memory?: Partial<Memory>) {
  if (opened.type !== "AlertOpened") throw new Error("it opens");
  return known([{ ...opened, data: { ...opened.data, startedAt: at(END + seconds) } }], memory);
}

const APART = CLOCKS_APART / 1000;
const later = openFrom(APART + 1);
const firing: Partial<Report> = { startedAt: at(0) };
const ended: Partial<Report> = { status: "resolved", startedAt: at(0), resolvedAt: at(END) };

const isOld = (fields: Partial<Report>, open = later, before = over()) =>
  isOldNews(aReport(fields), open, before);

describe("a report is old news", () => {
  test("where it says again how the episode before began, or how it ended", () => {
    expect(isOld(firing)).toBe(true);
    expect(isOld(ended)).toBe(true);
    expect(isOld({ ...firing, startedAt: at(7) }, later, over({ starts: [at(7)] }))).toBe(true);
    // Grafana 12 gives the end for the start.
    expect(isOld({ ...ended, startedAt: at(END) })).toBe(true);
  });

  test("not where it may be of the open episode", () => {
    expect(isOld({ ...firing, startedAt: null })).toBe(false);
    expect(isOld({ ...firing, startedAt: at(7) })).toBe(false);
    expect(isOld({ ...ended, resolvedAt: at(END + 1) })).toBe(false);
    expect(isOld({ ...ended, startedAt: at(7) })).toBe(false);
    expect(isOld(firing, openFrom(APART + 1, { starts: [at(0)] }))).toBe(false);
  });

  test("not where clocks that differ may have made one episode of the two", () => {
    expect(isOld(firing, openFrom(APART))).toBe(false);
    expect(isOld(ended, openFrom(APART))).toBe(false);
    expect(isOld(firing, openFrom(APART + 1, { starts: [at(END + 1)] }))).toBe(false);
  });
});

test("what is old news changes nothing of an episode that another has followed", () => {
  const { alert, memory } = over({ isSucceeded: true });
  for (const fields of [firing, ended]) {
    expect(decideReport(alert, aReport(fields), at(900), memory)).toEqual([]);
  }
  expect(decideReport(alert, aReport(firing), at(900), NO_MEMORY)).not.toEqual([]);
});
