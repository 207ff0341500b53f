import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { beginOperation } from "../../../domain/operation.ts";
import { describeOperations } from "../conformance/operations.ts";
import { range, valueOf } from "../conformance/subject.ts";
import { describePostgres } from "./connection/database.fixture.ts";
import { openNodes, scratchDatabase } from "./postgres-store.fixture.ts";
import { openPostgresStore } from "./postgres-store.ts";

const AT = "2026-11-26T12:00:00.000Z";
const BACKUP = beginOperation("backup", AT);
/** The connections over which a node says that it runs the first operation. */
const HOLDERS = sql`
  select pid from pg_locks
  where locktype = 'advisory' and granted and (classid::bigint << 32 | objid::bigint)
    = hashtextextended('tocsin ' || current_schema() || ' operation 1', 0)`;

describePostgres("PostgreSQL", () => {
  describeOperations("operations in it", async () => {
    const url = await scratchDatabase();
    return () => openPostgresStore(url, { onRefused: () => {} });
  });

  test("what another node runs goes on when one starts, until its node has ended", async () => {
    const [one, other] = await openNodes();
    const begun = await Promise.all(range(1, 3).map(() => one.operations.begin(BACKUP, null)));
    const [first] = begun.map(valueOf);
    valueOf(await one.operations.end(first?.id ?? 0, { ...BACKUP, state: "done", endedAt: AT }));
    const states = async () => (await other.operations.all()).map(({ state }) => state).sort();
    // Of its own as well: whoever takes the duty asks for it amid what it runs.
    for (const node of [one, other]) valueOf(await node.operations.interrupt(AT));
    expect(await states()).toEqual(["done", "running", "running"]);
    await one.close();
    valueOf(await other.operations.interrupt(AT));
    expect(await states()).toEqual(["done", "failed", "failed"]);
  });

  test("a node whose connection is cut says anew what it runs", async () => {
    const [one, other] = await openNodes();
    const { database } = other.context;
    const holders = async () =>
      (await database.all<{ readonly pid: number }>(HOLDERS)).map(({ pid }) => pid);
    valueOf(await one.operations.begin(BACKUP, null));
    const [cut = 0] = await holders();
    await database.run(sql`select pg_terminate_backend(${cut})`);
    await expect.poll(async () => (await holders()).filter((pid) => pid !== cut)).toHaveLength(1);
    valueOf(await other.operations.interrupt(AT));
    expect(await other.operations.all()).toMatchObject([{ state: "running" }]);
    valueOf(await one.operations.end(1, { ...BACKUP, state: "done", endedAt: AT }));
    expect(await holders()).toEqual([]);
  });

  test("the list has the last of many, whatever numbers were used up in vain", async () => {
    const [node] = await openNodes();
    for (const _ of range(1, 102)) {
      await node.context.database.run(sql`select nextval('operations_id_seq')`);
      valueOf(await node.operations.begin(BACKUP, null));
    }
    expect(await node.operations.all()).toHaveLength(100);
  });
});
