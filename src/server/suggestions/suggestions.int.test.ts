import { expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { suggestionsSchema } from "../../protocol/suggestions.ts";
import { EVERYTHING } from "../../domain/filter.ts";
import { aReport } from "../../domain/history.arbitrary.ts";
import { serve } from "../process/asking.fixture.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { createSuggester } from "./suggestions.ts";

const { ask, post, open } = serve();

async function valuesOf(query: string): Promise<string[]> {
  const { status, json } = await ask({ path: `/api/suggest?${query}` });
  expect(status).toBe(200);
  return v
    .parse(suggestionsSchema, json)
    .values.map(({ name, value, open }) => `${name}=${value} ${open}`);
}

test("what was there before is suggested, and what changes is told of", async () => {
  // More than one page of them.
  await open("before", 250, { labels: { env: "prod" } });
  expect(await valuesOf("text=env%3D")).toEqual(["env=prod 250"]);
  const [id] = await open("after", 1, { labels: { env: "dev" } });
  expect(await valuesOf("text=env%3D")).toEqual(["env=prod 250", "env=dev 1"]);
  expect(await valuesOf("text=env%3D&label=env%3D~d.%2B")).toEqual(["env=dev 1"]);
  await post(`/api/alerts/${id}/resolve`, undefined);
  expect(await valuesOf("text=env%3D")).toEqual(["env=prod 250"]);
});

test.each([
  ["text=" + "x".repeat(1001), "text"],
  ["label=env%3D~(", "label"],
  ["severity=bad", "severity"],
])("a query with %s is refused, naming %s", async (query, name) => {
  const { status, json } = await ask({ path: `/api/suggest?${query}` });
  expect([status, json]).toMatchObject([400, { detail: expect.stringMatching(`^${name}: `) }]);
});

test("nothing is counted where not all are known, until they are again", async () => {
  const store = await openSqliteStore(scratchFile(), { onRefused: () => {}, onLost: () => {} });
  onTestFinished(() => store.close());
  const suggester = createSuggester(store, { alerts: 4, characters: 1000 });
  store.onCommit(suggester.publish);
  const open = (...fingerprints: string[]) =>
    store.execute(
      fingerprints.map(
        (fingerprint) => ({ type: "Report", report: aReport({ fingerprint }) }) as const,
      ),
      null,
    );
  const resolve = (...ids: number[]) =>
    store.execute(
      ids.map((id) => ({ type: "Resolve", id }) as const),
      "operator",
    );
  const count = () => suggester.count(EVERYTHING);
  await open("a", "b", "c", "d");
  expect(await count()).toEqual({ ok: true, value: 4 });
  await open("e");
  expect(await count()).toEqual({ ok: true, value: null });
  await resolve(5, 4);
  expect(await count()).toEqual({ ok: true, value: null });
  await resolve(3);
  expect(await count()).toEqual({ ok: true, value: 2 });
});

test("counts that are asked for together are made one after the other", async () => {
  const store = await openSqliteStore(scratchFile(), { onRefused: () => {}, onLost: () => {} });
  onTestFinished(() => store.close());
  const suggester = createSuggester(store);
  const report = aReport({ fingerprint: null });
  const commands = Array.from({ length: 2_500 }, () => ({ type: "Report", report }) as const);
  await store.execute(commands, null);
  await suggester.count(EVERYTHING);
  let turns = 0;
  const turn = () => void (turns++, (next = setImmediate(turn)));
  let next = setImmediate(turn);
  const counts = await Promise.all([1, 2, 3].map(() => suggester.count(EVERYTHING)));
  clearImmediate(next);
  expect(counts).toEqual([1, 2, 3].map(() => ({ ok: true, value: 2_500 })));
  // Two between the three parts of each.
  expect(turns).toBeGreaterThanOrEqual(6);
});

test("of another history nothing is counted that was in the one before", async () => {
  const before = await openSqliteStore(scratchFile(), { onRefused: () => {}, onLost: () => {} });
  const after = await openSqliteStore(scratchFile(), { onRefused: () => {}, onLost: () => {} });
  onTestFinished(async () => void (await Promise.all([before.close(), after.close()])));
  const open = { type: "Report", report: aReport({}) } as const;
  await before.execute([open], null);
  const store = { page: before.page, head: before.head };
  const suggester = createSuggester(store);
  expect(await suggester.count(EVERYTHING)).toEqual({ ok: true, value: 1 });
  Object.assign(store, { page: after.page, head: after.head });
  suggester.beginAnew();
  expect(await suggester.count(EVERYTHING)).toEqual({ ok: true, value: 0 });
  after.onCommit(suggester.publish);
  await after.execute([open], null);
  expect(await suggester.count(EVERYTHING)).toEqual({ ok: true, value: 1 });
});

test("alerts are found by patterns, over HTTP and in the timeline", async () => {
  await open("pattern", 1, { labels: { zone: "eu-1" } });
  await open("pattern", 1, { labels: { zone: "us-1" } });
  const { json } = await ask({ path: "/api/alerts?label=zone%3D~eu-.*" });
  expect(json).toMatchObject({ alerts: [{ labels: { zone: "eu-1" } }] });
  const none = await ask({ path: "/api/alerts?label=zone!~.*-1&label=zone!%3D" });
  expect(none.json).toMatchObject({ alerts: [] });
  const { status } = await ask({ path: "/api/timeline?label=zone%3D~((" });
  expect(status).toBe(400);
});
