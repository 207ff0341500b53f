import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { EVERYTHING } from "../../../domain/filter.ts";
import { HEAD, opening, range, valueOf } from "../conformance/subject.ts";
import type { Commit, Store } from "../store.ts";
import {
  ask,
  describePostgres,
  endConnections,
  scratchSchema,
} from "./connection/database.fixture.ts";
import { sessionOf } from "./connection/database.ts";
import { LOCK_LOG } from "./connection/lock.ts";
import { openPostgresStore, type PostgresStoreOptions } from "./postgres-store.ts";

describePostgres("nodes on one PostgreSQL", () => {
  async function begin() {
    const { url, drop } = await scratchSchema();
    onTestFinished(drop);
    async function open(options: Partial<PostgresStoreOptions> = {}) {
      const store = await openPostgresStore(url, { onRefused: () => {}, ...options });
      onTestFinished(() => store.close());
      return { store, told: hearing(store) };
    }
    return { url, open };
  }

  /** What a node is told of, as it is told. */
  function hearing(store: Store): Commit[] {
    const told: Commit[] = [];
    store.onCommit((commit) => told.push(commit));
    return told;
  }

  const seqs = (told: readonly Commit[]) =>
    told.flatMap(({ changes }) => changes.map(({ after }) => after?.seq ?? 0));

  function expectUnbroken(told: readonly Commit[]): void {
    expect(told.map(({ from }) => from)).toEqual([0, ...told.slice(0, -1).map(({ to }) => to)]);
  }

  test("tell of every commit once and in order, whichever made it", async () => {
    const { open } = await begin();
    const nodes = [await open(), await open(), await open()];
    await Promise.all(
      range(1, 90).map(async (n) => nodes[n % 3]?.store.execute([opening(), opening()], null)),
    );
    for (const { store, told } of nodes) {
      await expect.poll(() => store.head().seq).toBe(180);
      await expect.poll(() => seqs(told)).toEqual(range(1, 180));
      expectUnbroken(told);
      const { alerts } = valueOf(await store.page(EVERYTHING, HEAD, 200));
      expect(alerts.map(({ id }) => id)).toEqual(range(1, 180).reverse());
    }
  });

  test("hear of a commit soon, with what it changed", async () => {
    const { open } = await begin();
    const [one, other] = [await open(), await open()];
    await one.store.execute([opening({ title: "Ünïcode 🔥" })], null);
    await expect.poll(() => other.told.length).toBe(1);
    expect(other.told).toEqual(one.told);
    await other.store.execute([{ type: "Resolve", id: 1, note: "done" }], "user:ann");
    await expect.poll(() => one.told.length).toBe(2);
    expect(one.told).toEqual(other.told);
  });

  test("decide on what others have written", async () => {
    const { open } = await begin();
    const [one, other] = [await open(), await open()];
    const named = opening({ fingerprint: "f" });
    await one.store.execute([named], null);
    expect(valueOf(await other.store.execute([named], null))).toMatchObject([
      { value: { alert: { id: 1 }, events: ["AlertRepeated"] } },
    ]);
    await one.store.execute([{ type: "Acknowledge", id: 1 }], null);
    expect(
      valueOf(await other.store.execute([{ type: "Acknowledge", id: 1 }], null)),
    ).toMatchObject([{ problem: { code: "alert-already-acknowledged" } }]);
  });

  test("lose nothing that was answered and double nothing, whatever connections are ended", async () => {
    const { url, open } = await begin();
    const nodes = [await open(), await open()];
    const over = new AbortController();
    const killing = (async () => {
      while (!over.signal.aborted) {
        await wait(Math.random() * 250);
        await endConnections(url);
      }
    })();
    const answers = await Promise.all(
      range(0, 3).map(async (n) => {
        const ids: number[] = [];
        for (const _ of range(1, 60)) {
          const done = await nodes[n % 2]?.store.execute([opening({ title: `of ${n}` })], null);
          if (done?.ok !== true) continue;
          const [first] = done.value;
          if (first?.ok === true) ids.push(first.value.alert?.id ?? 0);
        }
        return ids;
      }),
    );
    over.abort();
    await killing;
    const ids = answers.flat();
    expect(ids.length).toBeGreaterThan(20);
    expect(new Set(ids).size).toBe(ids.length);
    await nodes[0]?.store.execute([opening()], null);
    for (const { store, told } of nodes) {
      const all = valueOf(await store.ids(EVERYTHING, 0, 1_000));
      // Neither number has a hole, and what was answered is there.
      expect(all.ids.toReversed()).toEqual(range(1, all.head.seq));
      expect(all.ids).toEqual(expect.arrayContaining(ids));
      await expect.poll(() => store.head().seq).toBe(all.head.seq);
      const known = seqs(told);
      expect(known).toEqual(known.toSorted((a, b) => a - b));
      expect(new Set(known).size).toBe(known.length);
    }
  });

  test("answer writes, however many reads wait", async () => {
    const { open } = await begin();
    const [one, other] = [await open(), await open()];
    let isRead = false;
    const reading = range(1, 20).map(async () => {
      await one.store.context.database.run(sql`select pg_sleep(4)`).catch(() => {});
      isRead = true;
    });
    await other.store.execute([opening()], null);
    // What the other has written is told before it is answered.
    valueOf(await one.store.execute([opening()], null));
    expect(isRead).toBe(false);
    expect(seqs(one.told)).toEqual([1, 2]);
    await Promise.all(reading);
  });

  test("go on once one that holds the log has fallen silent", async () => {
    const { url, open } = await begin();
    const { store } = await open();
    await store.execute([opening()], null);
    const silent = new Client({
      connectionString: url,
      idle_in_transaction_session_timeout: 2_000,
    });
    silent.on("error", () => {});
    await silent.connect();
    await silent.query("begin");
    await sessionOf(silent).run(LOCK_LOG);
    expect(valueOf(await store.execute([opening()], null))).toMatchObject([{ ok: true }]);
    await silent.end().catch(() => {});
  });

  test("that were away for longer than commits are kept hear that some are missing, and of those after", async () => {
    const { url, open } = await begin();
    const [one, other] = [await open(), await open()];
    await one.store.execute([opening()], null);
    await expect.poll(() => other.told.length).toBe(1);
    // As a table that holds up whoever reads on, so that both find the same.
    await ask(
      url,
      `begin; lock table commits in access exclusive mode;
      insert into events select 2, 1, 'AlertNoted', 1, recorded_at, actor, '{"text":"x"}' from events;
      update pulses set seq = 2; commit`,
    );
    await expect.poll(() => other.store.head().seq).toBe(2);
    expect(other.told.at(-1)).toEqual({ from: 2, to: 2, changes: [] });
    await one.store.execute([opening()], null);
    await expect.poll(() => other.told.at(-1)?.to).toBe(3);
  });

  test("begin another epoch after the server was replaced", async () => {
    const { url, open } = await begin();
    const epochs: string[] = [];
    const [one, other] = [
      await open({ onEpoch: ({ epoch }) => epochs.push(epoch) }),
      await open({ onEpoch: ({ epoch }) => epochs.push(epoch) }),
    ];
    await one.store.execute([opening()], null);
    const { epoch } = one.store.head();
    await ask(url, "update meta set value = '00000000' where key = 'timeline'");
    expect(valueOf(await one.store.execute([opening()], null))).toMatchObject([{ ok: true }]);
    expect(one.store.head().epoch).not.toBe(epoch);
    await expect.poll(() => other.store.head()).toEqual(one.store.head());
    expect(epochs).toEqual([one.store.head().epoch, one.store.head().epoch]);
    const page = valueOf(await other.store.page(EVERYTHING, HEAD, 10));
    expect(page.head).toEqual(one.store.head());
  });

  test("find room for as many bytes as they ask for, whatever PostgreSQL can compress", async () => {
    const { url, open } = await begin();
    const { store } = await open();
    await ask(
      url,
      `create table probes (bytes int);
      create function note() returns trigger language plpgsql as $$
        begin insert into probes select pg_column_size(value) from meta where key = 'probe'; return null; end $$;
      create trigger note after insert on meta for each row when (new.key = 'probe') execute function note()`,
    );
    valueOf(await store.ready());
    const probes = await store.context.database.all(sql`select bytes >= 4096 as fill from probes`);
    expect(probes).toEqual([{ fill: true }]);
  });

  test("are not begun where nothing answers", async () => {
    const opening = openPostgresStore("postgres://127.0.0.1:1/x", { onRefused: () => {} });
    await expect(opening).rejects.toThrow(/cannot be opened/u);
  });

  test("find the one server of several that takes writes, and refuse while there is none", async () => {
    const { url } = await begin();
    const role = `r_${Math.random().toString(36).slice(2)}`;
    await ask(url, `create role ${role} superuser login`);
    onTestFinished(() => ask(url, `reassign owned by ${role} to current_user; drop role ${role}`));
    const several = new URL(url);
    several.searchParams.set("host", `/nowhere,${several.searchParams.get("host")}`);
    several.searchParams.set("user", role);
    const causes: string[] = [];
    const store = await openPostgresStore(several.href, {
      onRefused: (cause) => causes.push(cause),
    });
    onTestFinished(() => store.close());
    await store.execute([opening()], null);

    await ask(url, `alter role ${role} set default_transaction_read_only = on`);
    await endConnections(url);
    const execute = async () => await store.execute([opening()], null);
    await expect.poll(execute).toMatchObject({ problem: { code: "store-readonly" } });
    expect(await store.ready()).toMatchObject({ problem: { code: "store-readonly" } });
    await expect.poll(() => store.page(EVERYTHING, HEAD, 1)).toMatchObject({ ok: true });
    expect(causes).toContainEqual(expect.stringContaining("25006"));

    await ask(url, `alter role ${role} reset default_transaction_read_only`);
    await endConnections(url);
    await expect.poll(execute).toMatchObject({ ok: true });
    await expect.poll(() => store.ready()).toMatchObject({ ok: true });
  });
});
