import { expect, onTestFinished, test } from "vitest";
import { EVERYTHING } from "../../../domain/filter.ts";
import { opening, range, valueOf } from "../conformance/subject.ts";
import type { Commit } from "../store.ts";
import { cuttingProxy } from "./connection/cutting-proxy.fixture.ts";
import { describePostgres, scratchSchema } from "./connection/database.fixture.ts";
import { openPostgresStore } from "./postgres-store.ts";

describePostgres("a store whose connections end amid a commit", () => {
  async function begin() {
    const { url, drop } = await scratchSchema();
    onTestFinished(drop);
    const proxy = await cuttingProxy(url);
    onTestFinished(() => proxy.close());
    const store = await openPostgresStore(proxy.url, { onRefused: () => {} });
    onTestFinished(() => store.close());
    const told: Commit[] = [];
    store.onCommit((commit) => told.push(commit));
    return { proxy, store, told };
  }

  test("answers what was committed though the answer was lost, and tells it once", async () => {
    const { proxy, store, told } = await begin();
    for (const id of range(1, 10)) {
      proxy.cut("after");
      const done = valueOf(await store.execute([opening()], null));
      expect(done).toMatchObject([{ value: { alert: { id }, events: ["AlertOpened"] } }]);
    }
    expect(proxy.cuts()).toBe(10);
    expect(told.map(({ from, to }) => [from, to])).toEqual(range(0, 9).map((n) => [n, n + 1]));
    expect(valueOf(await store.ids(EVERYTHING, 0, 100)).ids).toEqual(range(1, 10).reverse());
  });

  test("refuses what was not, and keeps nothing of it", async () => {
    const { proxy, store, told } = await begin();
    await store.execute([opening()], null);
    proxy.cut("before");
    expect(await store.execute([opening()], null)).toMatchObject({
      problem: { code: "store-busy" },
    });
    expect(proxy.cuts()).toBe(1);
    const done = valueOf(await store.execute([opening()], null));
    expect(done).toMatchObject([{ value: { alert: { id: 2, seq: 2 } } }]);
    expect(told.map(({ to }) => to)).toEqual([1, 2]);
  });

  test("knows also of what changed no alert", async () => {
    const { proxy, store } = await begin();
    proxy.cut("after");
    expect(await store.move("one", 5)).toEqual({ ok: true, value: null });
    expect(await store.position("one")).toBe(5);
    proxy.cut("before");
    expect(await store.move("one", 6)).toMatchObject({ problem: { code: "store-busy" } });
    expect(await store.position("one")).toBe(5);
  });
});
