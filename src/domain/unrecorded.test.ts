import { describe, expect, test } from "vitest";
import { aReport, at, given, opened, resolved } from "./history.arbitrary.ts";
import type { Report } from "./command.ts";
import { NO_MEMORY } from "./memory.ts";
import { CHANGE_CREDIT, CHANGE_PRICE, REPEAT_INTERVAL } from "./pace.ts";
import { dueAt, hear, remainder, startOf } from "./unrecorded.ts";

/** What was heard of reports that came one after the other. */
function heardOf(first: Partial<Report>, ...rest: Partial<Report>[]) {
  return rest.reduce((heard, fields) => hear(heard, aReport(fields)), hear(null, aReport(first)));
}

function open(...events: Parameters<typeof given>) {
  const alert = given(opened, ...events);
  if (alert === null) throw new Error("it was opened");
  return alert;
}

describe("what was heard", () => {
  test("is the last of each word, whatever a report does not mention", () => {
    const words = {
      title: "t",
      description: "d",
      severity: "info",
      annotations: { a: "b" },
      url: "https://a/",
    } as const;
    const silent = {
      title: undefined,
      description: undefined,
      severity: undefined,
      annotations: undefined,
      url: undefined,
    };
    expect(heardOf(words, silent)).toMatchObject(words);
    expect(heardOf(words, { ...silent, title: "u" })).toMatchObject({ ...words, title: "u" });
    expect(heardOf(words, { ...silent, url: null }).url).toBeNull();
  });

  test("is every start", () => {
    const heard = heardOf({ startedAt: at(9) }, { startedAt: at(5) }, { startedAt: null });
    expect(heard.starts).toEqual([at(5), at(9)]);
  });

  test("is no start where the end is given for it", () => {
    expect(startOf(aReport({ startedAt: at(5), resolvedAt: at(5) }))).toEqual([]);
    expect(startOf(aReport({ startedAt: at(5), resolvedAt: at(6) }))).toEqual([at(5)]);
  });
});

describe("what is left to record", () => {
  test("is nothing where the row says it all", () => {
    expect(remainder(open(), NO_MEMORY, heardOf({}))).toBeNull();
  });

  test("is each word that is other than the row's, and each start it has yet to learn", () => {
    const heard = heardOf({ title: "t", startedAt: at(5) });
    expect(remainder(open(), NO_MEMORY, heard)).toEqual({ title: "t", starts: [at(5)] });
    expect(remainder(open(), { ...NO_MEMORY, starts: [at(5)] }, heard)).toMatchObject({
      starts: [],
    });
  });

  test("is no start of what is over: the event that ended it has told of all", () => {
    const alert = open(resolved);
    expect(remainder(alert, NO_MEMORY, heardOf({ startedAt: at(5) }))).toBeNull();
  });
});

describe("it is due", () => {
  const alert = open();
  const seen = Date.parse(alert.lastSeenAt);
  const repeat = new Date(seen + REPEAT_INTERVAL).toISOString();
  /** A memory whose credit for words begins so long (ms) after the alert was seen. */
  const creditIn = (ms: number) => ({
    ...NO_MEMORY,
    paidUntil: new Date(seen + ms + (CHANGE_CREDIT - 1) * CHANGE_PRICE).toISOString(),
  });
  const soon = new Date(seen + 1000).toISOString();
  const late = new Date(seen + REPEAT_INTERVAL + 1000).toISOString();
  const starts = [at(5)];

  test("with the next repeat, where only starts are left", () => {
    expect(dueAt(alert, creditIn(1000), { starts })).toBe(repeat);
  });

  test("when there is credit for words, or with a repeat that comes before", () => {
    expect(dueAt(alert, creditIn(1000), { title: "t", starts })).toBe(soon);
    expect(dueAt(alert, creditIn(REPEAT_INTERVAL + 1000), { title: "t", starts })).toBe(repeat);
    expect(dueAt(alert, creditIn(REPEAT_INTERVAL + 1000), { title: "t", starts: [] })).toBe(late);
  });
});
