import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { type Page, pageSchema } from "../../protocol/page.ts";
import { serve } from "../process/asking.fixture.ts";

const { ask, post, open } = serve();

async function page(query: string): Promise<Page> {
  const { json } = await ask({ path: `/api/alerts?${query}` });
  return v.parse(pageSchema, json);
}

describe("posting alerts", () => {
  test("says what became of each, and keeps the good among the bad", async () => {
    const { status, json } = await post("/api/alerts", [
      { title: "One", fingerprint: "a" },
      { title: "" },
      { title: "One", fingerprint: "a" },
      7,
      { title: "One", fingerprint: "a", status: "resolved" },
      { title: "One", fingerprint: "a", status: "resolved" },
    ]);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      results: [
        { index: 0, outcome: "opened" },
        { index: 1, outcome: "rejected", code: "invalid-alert" },
        { index: 2, outcome: "repeated" },
        { index: 3, outcome: "rejected", code: "invalid-alert" },
        { index: 4, outcome: "resolved" },
        { index: 5, outcome: "unchanged" },
      ],
    });
  });

  test("keeps labels with names that objects are born with", async () => {
    const labels = JSON.parse('{"__proto__":"a","constructor":"b","toString":""}');
    const [id] = await open("proto", 1, { labels });
    const { text } = await ask({ path: `/api/alerts/${id}` });
    expect(text).toContain('"labels":{"__proto__":"a","constructor":"b","toString":""}');
    expect((await page(`label=${encodeURIComponent("__proto__=a")}`)).alerts).toMatchObject([
      { id },
    ]);
    expect((await page("source=proto&label=toString!=x")).alerts).toHaveLength(1);
  });
});

describe("pages", () => {
  test("are walked by cursors, in both directions", async () => {
    const ids = (await open("walk", 7)).reverse();
    const first = await page("source=walk&limit=3");
    const second = await page(`source=walk&limit=3&before=${first.older}`);
    const third = await page(`source=walk&limit=3&before=${second.older}`);
    const back = await page(`source=walk&limit=3&after=${third.newer}`);
    const seen = [first, second, third].flatMap(({ alerts }) => alerts.map(({ id }) => id));
    expect(seen).toEqual(ids);
    expect([first.newer, third.older]).toEqual([null, null]);
    expect(back.alerts).toEqual(second.alerts);
  });

  test("are centred on an alert or on a time", async () => {
    const ids = await open("centre", 5);
    const around = await page(`source=centre&limit=3&around=${ids[2]}`);
    expect(around.alerts.map(({ id }) => id)).toEqual(ids.slice(1, 4).reverse());
    const received = around.alerts[0]?.receivedAt ?? "";
    const at = await page(`source=centre&limit=1&at=${received.replace("Z", "%2B00:00")}`);
    expect(at.alerts).toHaveLength(1);
  });

  test.each([
    ["limit=0", "limit"],
    ["limit=201", "limit"],
    ["limit=ten", "limit"],
    ["limit=1.5", "limit"],
    ["limit=-5", "limit"],
    ["limit=0x10", "limit"],
    ["limit=1e2", "limit"],
    ["limit=", "limit"],
    ["before=nonsense", "before"],
    ["before=", "before"],
    ["after=", "after"],
    ["around=", "around"],
    ["at=", "at"],
    ["after=%00", "after"],
    ["around=x", "around"],
    ["around=0", "around"],
    ["at=yesterday", "at"],
    ["at=2026-02-30T00:00:00Z", "at"],
    ["status=open", "status"],
    ["status=firing,open", "status"],
    ["severity=Critical", "severity"],
    ["label=env", "label"],
    ["label==x", "label"],
    ["deleted=yes", "deleted"],
    [`q=${"x".repeat(201)}`, "q"],
    ["around=1&at=2026-01-01T00:00:00Z", "around and at"],
  ])("with %s are refused, naming %s", async (query, name) => {
    const { status, json } = await ask({ path: `/api/alerts?${query}` });
    expect([status, json]).toMatchObject([400, { detail: expect.stringMatching(`^${name}: `) }]);
  });

  test("with a cursor of another database are refused", async () => {
    const { json } = await ask({ path: "/api/alerts?before=0000000000000000.5" });
    expect(json).toMatchObject({ status: 400, code: "stale-cursor" });
  });

  test.each([
    "%00",
    "a%00b",
    '"',
    "%22%22%22",
    "*",
    "NEAR(a%20b)",
    "a%20AND",
    "-x",
    "🔥🔥🔥",
    "%ff%fe",
    "a:b^c",
  ])("with q=%s are answered", async (words) => {
    expect((await ask({ path: `/api/alerts?q=${encodeURI(words)}` })).status).toBe(200);
    expect((await ask({ path: `/api/timeline?q=${encodeURI(words)}` })).status).toBe(200);
  });
});

describe("the timeline", () => {
  test.each([
    ["from=x", "from"],
    ["buckets=0", "buckets"],
    ["buckets=1001", "buckets"],
    ["from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "to"],
    ["severity=bad", "severity"],
  ])("with %s is refused, naming %s", async (query, name) => {
    const { status, json } = await ask({ path: `/api/timeline?${query}` });
    expect([status, json]).toMatchObject([400, { detail: expect.stringMatching(`^${name}: `) }]);
  });

  test("covers the time asked for", async () => {
    const span = "from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z&buckets=1000";
    const { json } = await ask({ path: `/api/timeline?${span}&deleted=include` });
    expect(json).toMatchObject({ buckets: { length: 1000 } });
  });
});
