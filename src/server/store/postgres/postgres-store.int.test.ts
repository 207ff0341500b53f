import { expect, onTestFinished, test } from "vitest";
import { EVERYTHING } from "../../../domain/filter.ts";
import { describeStore } from "../conformance/conformance.ts";
import { HEAD, opening, range } from "../conformance/subject.ts";
import { describePostgres, scratchSchema } from "./connection/database.fixture.ts";
import { connected } from "./connection/test-server.fixture.ts";
import { openPostgresStore } from "./postgres-store.ts";

describePostgres("PostgreSQL", () => {
  describeStore("the store in it", async () => {
    const { url, drop } = await scratchSchema();
    onTestFinished(drop);
    return openPostgresStore(url, { onRefused: () => {}, queryTime: Infinity });
  });

  test("a page does not wait for timelines, however many there are and however long they take", async () => {
    const { url, drop } = await scratchSchema();
    onTestFinished(drop);
    const store = await openPostgresStore(url, { onRefused: () => {} });
    onTestFinished(() => store.close());
    await store.execute([opening({ source: "a" })], null);
    await using other = await connected(url);
    await other.query("begin; lock table counts in access exclusive mode");
    const span = { from: 0, to: 1e12, buckets: 10 };
    const timelines = range(1, 20).map(() => store.timeline(EVERYTHING, span));
    const page = await store.page({ ...EVERYTHING, source: ["a"] }, HEAD, 5);
    expect(page).toMatchObject({ ok: true, value: { alerts: [{ id: 1 }] } });
    await store.endScans();
    for (const timeline of await Promise.all(timelines)) expect(timeline.ok).toBe(false);
  });
});
