import { expect, onTestFinished, test } from "vitest";
import { EVERYTHING } from "../../../domain/filter.ts";
import { HEAD, opening, range, valueOf } from "../conformance/subject.ts";
import type { Store } from "../store.ts";
import { describePostgres } from "./connection/database.fixture.ts";
import { type Replicated, startReplicated } from "./connection/replicated.fixture.ts";
import { connected } from "./connection/test-server.fixture.ts";
import { openPostgresStore } from "./postgres-store.ts";

describePostgres("nodes that are told of a server and of one that copies it", () => {
  async function begin() {
    const replicated = await startReplicated();
    if (replicated === null) throw new Error("There is no PostgreSQL that could be copied.");
    onTestFinished(() => replicated[Symbol.asyncDispose]());
    async function open(url: string) {
      const store = await openPostgresStore(url, { onRefused: () => {} });
      onTestFinished(() => store.close());
      return store;
    }
    return { replicated, open };
  }

  const named = (title: string) => opening({ title });

  async function titlesIn(store: Store): Promise<string[]> {
    const { alerts } = valueOf(await store.page(EVERYTHING, HEAD, 100));
    return alerts.map(({ title }) => title).toReversed();
  }

  test("do not start on the copy alone", async () => {
    const { replicated, open } = await begin();
    await open(replicated.url);
    await expect(open(replicated.standby)).rejects.toThrow(/copies another/u);
  });

  test("go on where the copy is promoted, and give a history that has lost its end another name", async () => {
    const { replicated, open } = await begin();
    const nodes = [await open(replicated.url), await open(replicated.url)] as const;
    const [one, other] = nodes;
    for (const n of range(1, 9))
      valueOf(await (n % 2 ? one : other).execute([named(`${n}`)], null));
    const { epoch } = one.head();
    await copied(replicated, 9);
    await stopCopying(replicated);
    valueOf(await one.execute([named("lost")], null));
    await expect.poll(() => other.head().seq).toBe(10);

    await replicated.losePrimary();
    const post = async () => await one.execute([named("refused")], null);
    await expect.poll(post).toMatchObject({ problem: { code: "store-readonly" } });
    await expect.poll(() => other.ready()).toMatchObject({ problem: { code: "store-readonly" } });

    await promote(replicated);
    const after = async () => await other.execute([named("after")], null);
    await expect.poll(after).toMatchObject({ ok: true });
    expect(other.head().epoch).not.toBe(epoch);
    await expect.poll(() => one.head()).toEqual(other.head());
    for (const node of nodes) {
      expect(await titlesIn(node)).toEqual([...range(1, 9).map(String), "after"]);
      await expect.poll(() => node.ready()).toMatchObject({ ok: true });
    }
  });
});

async function ask<Row>(url: string, statement: string): Promise<Row[]> {
  await using client = await connected(url);
  return (await client.query(statement)).rows as Row[];
}

/** Until the copy has so many events. */
async function copied({ standby }: Replicated, events: number): Promise<void> {
  const count = () => ask<{ n: number }>(standby, "select count(*)::int as n from events");
  await expect.poll(count).toEqual([{ n: events }]);
}

/** Nothing that the first is told after this reaches the copy. */
async function stopCopying({ standby }: Replicated): Promise<void> {
  await ask(standby, "alter system set primary_conninfo = ''");
  await ask(standby, "select pg_reload_conf()");
  const receivers = () => ask(standby, "select pid from pg_stat_wal_receiver");
  await expect.poll(receivers).toEqual([]);
}

async function promote({ standby }: Replicated): Promise<void> {
  await ask(standby, "select pg_promote()");
}
