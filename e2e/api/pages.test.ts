import { type Alert } from "../../src/domain/alert.ts";
import { matches, readFilter, writtenFilterOf } from "../../src/domain/filter.ts";
import type { App } from "../support/app.ts";
import { someAlerts } from "../support/app.ts";
import { expect, test } from "../support/fixtures.ts";

test("an empty feed is a page with nothing on it", async ({ app }) => {
  expect(await app.page()).toEqual({
    alerts: [],
    older: null,
    newer: null,
    head: { epoch: expect.stringMatching(/./u), seq: 0 },
  });
});

test("the cursors lead through every alert once, down and back up", async ({ app }) => {
  const ids = (await app.open(someAlerts(130))).toReversed();

  const down = [await app.page("limit=50")];
  for (let last = down.at(-1); last?.older; last = down.at(-1)) {
    down.push(await app.page(`limit=50&before=${last.older}`));
  }
  expect(down.map(idsOf)).toEqual([ids.slice(0, 50), ids.slice(50, 100), ids.slice(100)]);
  expect(down[0]?.newer).toBeNull();

  const up = down.slice(-1);
  for (let last = up[0]; last?.newer; last = up[0]) {
    up.unshift(await app.page(`limit=50&after=${last.newer}`));
  }
  expect(up.flatMap(idsOf)).toEqual(ids);
  expect(up.every(({ alerts }) => alerts.length > 0)).toBe(true);
});

test("what arrives meanwhile moves no page that lies deeper", async ({ app }) => {
  await app.open(someAlerts(60));
  const { older } = await app.page("limit=20");
  const before = await app.page(`limit=20&before=${older}`);
  await app.open(someAlerts(10));
  const after = await app.page(`limit=20&before=${older}`);
  expect(idsOf(after)).toEqual(idsOf(before));
  expect(after.head.seq).toBe(before.head.seq + 10);
});

test("a page has 50 alerts, or as many as asked for up to 200", async ({ app }) => {
  await app.open(someAlerts(210));
  expect((await app.page()).alerts).toHaveLength(50);
  expect((await app.page("limit=1")).alerts).toHaveLength(1);
  expect((await app.page("limit=200")).alerts).toHaveLength(200);
});

test("the ids above a cursor tell what has arrived, through a filter too", async ({ app }) => {
  await app.open(someAlerts(10));
  const { newer, head } = await app.page("at=2000-01-01T00:00:00Z&limit=5");
  const answer = await fetch(`${app.url}/api/alerts/ids?after=${newer}`);
  expect(await answer.json()).toEqual({ ids: [10, 9, 8, 7, 6], newer: null, head });
  const none = await fetch(`${app.url}/api/alerts/ids?after=${newer}&q=nothing`);
  expect(await none.json()).toEqual({ ids: [], newer: null, head });
  expect((await fetch(`${app.url}/api/alerts/ids`)).status).toBe(400);
  expect((await fetch(`${app.url}/api/alerts/ids?after=0.0`)).status).toBe(400);
});

test("a page around an alert has it in the middle", async ({ app }) => {
  const ids = (await app.open(someAlerts(100))).toReversed();
  for (const index of [0, 3, 50, 97, 99]) {
    const page = await app.page(`limit=20&around=${ids[index]}`);
    const shown = idsOf(page);
    const first = ids.indexOf(shown[0] ?? 0);
    expect(shown, "a stretch without gaps").toEqual(ids.slice(first, first + shown.length));
    const [newer, older] = [shown.indexOf(ids[index] ?? 0), shown.length - 1 - (index - first)];
    expect(newer).toBeGreaterThanOrEqual(Math.min(9, index));
    expect(older).toBeGreaterThanOrEqual(Math.min(9, 99 - index));
    expect([page.newer === null, page.older === null]).toEqual([
      first === 0,
      first + shown.length === 100,
    ]);
  }
});

test("a page at a time is around the newest alert received by then", async ({ app }) => {
  const alerts: Alert[] = [];
  for (let count = 0; count < 6; count++) {
    await app.open(someAlerts(5));
    alerts.unshift(...(await app.page("limit=5")).alerts);
  }
  for (const { receivedAt } of alerts) {
    const newest = alerts.find((alert) => alert.receivedAt <= receivedAt);
    const page = await app.page(`limit=9&at=${encodeURIComponent(receivedAt)}`);
    expect(idsOf(page)).toContain(newest?.id);
  }
  const first = await app.page("limit=9&at=2001-01-01T00:00:00Z");
  expect(first.older).toBeNull();
  const last = await app.page("limit=9&at=2999-01-01T00:00:00%2B02:00");
  expect(last.newer).toBeNull();
});

test("filters find what they say, over pages of any size", async ({ app }) => {
  const odd = Object.fromEntries([
    ["__proto__", "x"],
    ["constructor", "y"],
  ]);
  const ids = await app.open([
    ...someAlerts(40, { source: "a" }),
    ...someAlerts(40, { source: "b,c" }),
    { title: "Straße gesperrt", labels: odd, source: "ΟΔΟΣ" },
    { title: `100 % "quoted" AND NOT near* (x)`, description: "ab" },
  ]);
  await app.act(ids[3] ?? 0, "acknowledge");
  await app.act(ids[5] ?? 0, "resolve");
  await app.fetch(`/api/alerts/${ids[7]}`, { method: "DELETE" });
  const all = await everyAlert(app);

  for (const query of [
    "status=firing",
    "status=acknowledged,resolved",
    "severity=critical,info",
    "source=a",
    "source=a,ΟΔΟΣ",
    "label=env=prod",
    "label=env!=prod",
    "label=env=",
    "label=env!=",
    "label=env=prod&label=host=web-1",
    "label=__proto__=x",
    "label=constructor!=y",
    "label=toString=",
    "q=strasse",
    "q=STRASSE&severity=info",
    "q=οδος",
    "q=a",
    "q=ab",
    "q=web-1 prod",
    `q=${encodeURIComponent('"quoted" and not')}`,
    "q=near*",
    "q=%25",
    "q=title_that",
    "deleted=only",
    "deleted=include",
    "deleted=include&status=firing&severity=critical",
    "q=nothing-of-the-kind",
  ]) {
    expect(await app.allIds(query), query).toEqual(expectedIds(all, query));
    const small = await app.page(`${query}&limit=3`);
    expect(idsOf(small), `${query}, a small page`).toEqual(expectedIds(all, query).slice(0, 3));
  }
});

test.describe("a parameter that is wrong", () => {
  test.use({ shares: true });

  for (const [parameter, query] of [
    ["limit", "limit=0"],
    ["limit", "limit=201"],
    ["limit", "limit=1.5"],
    ["limit", "limit=ten"],
    ["before", "before=nonsense"],
    ["after", "after=nonsense"],
    ["before", "before=0000.1"],
    ["around", "around=x"],
    ["at", "at=yesterday"],
    ["at", "at=2026-13-01T00:00:00Z"],
    ["status", "status=open"],
    ["severity", "severity=bad"],
    ["label", "label=env"],
    ["deleted", "deleted=maybe"],
    ["q", `q=${"x".repeat(201)}`],
  ] as const) {
    test(`a bad ${parameter} is refused, naming it: ${query.slice(0, 40)}`, async ({ app }) => {
      const answer = await app.fetch(`/api/alerts?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.headers.get("content-type")).toContain("application/problem+json");
      expect(await answer.json()).toEqual({
        type: expect.any(String),
        title: expect.any(String),
        status: 400,
        detail: expect.stringContaining(parameter),
        code: expect.stringMatching(/^(invalid-parameter|invalid-cursor|stale-cursor)$/u),
      });
    });
  }
});

function idsOf({ alerts }: { readonly alerts: readonly Alert[] }): number[] {
  return alerts.map(({ id }) => id);
}

async function everyAlert(app: App): Promise<Alert[]> {
  const { alerts } = await app.page("limit=200&deleted=include");
  return alerts;
}

/** What the predicate for live rows says of the same filter. */
function expectedIds(alerts: readonly Alert[], query: string): number[] {
  const written = writtenFilterOf(new URLSearchParams(query));
  if (!written.ok) throw new Error(written.problem.detail);
  const filter = readFilter(written.value);
  return alerts.filter((alert) => matches(filter, alert)).map(({ id }) => id);
}
