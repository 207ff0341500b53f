import { expect, test } from "vitest";
import * as v from "valibot";
import { type Alert, alertSchema } from "../../domain/alert.ts";
import { serve } from "../process/asking.fixture.ts";
import { CSV_HEADER } from "./alert-csv.ts";

const { running, ask, post, open } = serve();

function take(path: string, signal: AbortSignal | null = null): Promise<Response> {
  return fetch(`http://127.0.0.1:${running().port}${path}`, { signal });
}

async function alertsOf(query: string): Promise<Alert[]> {
  const text = await (await take(`/api/alerts.ndjson?${query}`)).text();
  expect(text === "" || text.endsWith("\n")).toBe(true);
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => v.parse(alertSchema, JSON.parse(line)));
}

test("all alerts of a filter are in the file, newest first, each as it is now", async () => {
  const labels = { env: "prod" };
  const ids = [
    ...(await open("many", 800, { labels })),
    ...(await open("many", 401, { labels, severity: "error" })),
  ];
  const others = await open("others", 2);
  await post(`/api/alerts/${ids[0]}/acknowledge`);
  await ask({ method: "DELETE", path: `/api/alerts/${ids[1]}` });
  const taken = await alertsOf("source=many");
  expect(taken.map(({ id }) => id)).toEqual(ids.toSpliced(1, 1).toReversed());
  expect(taken.at(-1)).toEqual((await ask({ path: `/api/alerts/${ids[0]}` })).json);
  expect((await alertsOf("source=many&deleted=only")).map(({ id }) => id)).toEqual([ids[1]]);
  expect((await alertsOf("source=others,many")).map(({ id }) => id).slice(0, 2)).toEqual(
    others.toReversed(),
  );
  expect(await alertsOf("source=none")).toEqual([]);
});

test("a table names its columns, says what it is, and has formulas as texts", async () => {
  const [id] = await open("formulas", 1, { description: '=cmd|"/c calc"!A1', labels: { a: "ü" } });
  const answer = await take("/api/alerts.csv?source=formulas");
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
  expect(answer.headers.get("content-disposition")).toMatch(
    /^attachment; filename="tocsin-alerts-[\dTZ-]+\.csv"$/u,
  );
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const text = await answer.text();
  expect(text.startsWith(`${CSV_HEADER}${id},formulas 0,`)).toBe(true);
  expect(text).toContain(`"'=cmd|""/c calc""!A1"`);
  expect(text).toContain(`"{""a"":""ü""}"`);
  const none = await take("/api/alerts.csv?source=none");
  expect(await none.text()).toBe(CSV_HEADER);
  expect((await take("/api/alerts.ndjson")).headers.get("content-type")).toBe(
    "application/x-ndjson",
  );
});

test("what cannot be asked for is refused before anything is sent", async () => {
  for (const path of ["/api/alerts.csv?severity=loud", "/api/alerts.ndjson?label=%7Exx"]) {
    const answer = await take(path);
    expect([answer.status, await answer.json()]).toMatchObject([400, { status: 400 }]);
  }
  expect((await ask({ method: "POST", path: "/api/alerts.csv" })).status).toBe(405);
  expect((await ask({ method: "HEAD", path: "/api/alerts.csv" })).status).toBe(200);
});

test("a reader who takes nothing has little of it made, and one who goes ends it", async () => {
  const description = "d".repeat(20_000);
  const ids: number[] = [];
  for (let part = 0; part < 25; part++)
    ids.push(...(await open("large", 40, { description, severity: "error", labels: { part } })));
  const store = running().store;
  const { page } = store;
  let read = 0;
  Object.assign(store, {
    page: (...input: Parameters<typeof page>) => {
      read += 1;
      return page(...input);
    },
  });
  try {
    const gone = new AbortController();
    const answer = await take("/api/alerts.ndjson?source=large", gone.signal);
    const reader = answer.body?.getReader();
    await reader?.read();
    const before = await settled(() => read);
    // About a mebibyte is in a page, and some twenty in all of it.
    expect(before).toBeLessThan(15);
    gone.abort();
    const after = await settled(() => read);
    expect(after - before).toBeLessThan(3);
    expect((await alertsOf("source=large")).map(({ id }) => id)).toEqual(ids.toReversed());
    expect(read - after).toBeGreaterThan(15);
  } finally {
    Object.assign(store, { page });
  }
});

/** The number once it has stayed the same while others were read to whom the same readers answer. */
async function settled(count: () => number): Promise<number> {
  const cursor = `${running().store.head().epoch}.0`;
  for (let last = -1; ; last = count()) {
    if (last === count()) return last;
    for (let round = 0; round < 20; round++)
      await ask({ path: `/api/alerts/ids?source=large&after=${cursor}` });
  }
}
