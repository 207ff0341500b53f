import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { anAlert } from "../../../../domain/alert.arbitrary.ts";
import type { Head } from "../../../../domain/cursor.ts";
import type { Commit } from "../../store.ts";
import { describePostgres, scratchSchema } from "../connection/database.fixture.ts";
import { type Database, openDatabase } from "../connection/database.ts";
import { migrate } from "../connection/migrate.ts";
import { createPrimary } from "../connection/primary.ts";
import { newsAfter, noteCommit } from "./commits.ts";
import { readHead } from "./head.ts";
import { createTail } from "./tail.ts";

/** A commit of one event. */
function commitOf(seq: number): Commit {
  const after = anAlert({ id: seq, seq });
  return { from: seq - 1, to: seq, changes: [{ before: null, after }] };
}

describePostgres("the tail of a log in PostgreSQL", () => {
  async function begin() {
    const { url, drop } = await scratchSchema();
    onTestFinished(drop);
    const database = openDatabase(createPrimary(url), { connections: 2 });
    onTestFinished(() => database.close());
    await migrate(database);
    const start = await readHead(database);
    const told: Commit[] = [];
    const begun: Head[] = [];
    let asked = 0;
    /** The same database, whose statements are counted. */
    const counted: Database = {
      ...database,
      all: (statement) => ((asked += 1), database.all(statement)),
      get: (statement) => ((asked += 1), database.get(statement)),
    };
    const tail = createTail(counted, start, {
      commit: (commit) => told.push(commit),
      epoch: (head) => begun.push(head),
    });
    /** As a node commits it. */
    const write = (commit: Commit) =>
      database.transact(async (transaction) => {
        noteCommit(transaction, { name: randomUUID(), node: "another" }, commit);
      });
    const own = (commit: Commit, { epoch } = start) => tail.own({ value: null, commit, epoch });
    return { database, tail, told, begun, write, own, asked: () => asked };
  }

  test("tells a commit of this node after those of others that came before it", async () => {
    const { told, write, own } = await begin();
    const commits = [1, 2, 3].map(commitOf);
    for (const commit of commits) await write(commit);
    await own(commitOf(3));
    expect(told).toEqual(commits);
  });

  test("tells each once, whether this node or its notice comes first", async () => {
    const { tail, told, write, own, database } = await begin();
    await database.run(
      sql`insert into events values (1, 1, 'AlertOpened', 2, 0, 'operator', '{}')`,
    );
    await write(commitOf(1));
    await Promise.all([tail.look(), own(commitOf(1)), tail.look()]);
    await tail.look();
    expect(told).toEqual([commitOf(1)]);
    expect(tail.heard()).toBe(1);
  });

  test("tells of its own though those before it are not kept, and shows that they are missing", async () => {
    const { told, own } = await begin();
    await own(commitOf(7));
    expect(told).toEqual([commitOf(7)]);
  });

  test("goes to the database once for what others have committed, and once for nothing", async () => {
    const { tail, told, write, asked, database } = await begin();
    await database.run(
      sql`insert into events values (2, 1, 'AlertOpened', 2, 0, 'operator', '{}')`,
    );
    await write(commitOf(1));
    await write(commitOf(2));
    await tail.look();
    expect([told, asked()]).toEqual([[commitOf(1), commitOf(2)], 1]);
    await tail.look();
    expect([told.length, asked()]).toEqual([2, 2]);
  });

  test("says that the log stands further where nothing tells how it came there", async () => {
    const { tail, told, database } = await begin();
    await database.run(
      sql`insert into events values (9, 1, 'AlertOpened', 2, 0, 'operator', '{}')`,
    );
    await tail.look();
    expect(told).toEqual([{ from: 9, to: 9, changes: [] }]);
  });

  test("reads as many commits in one go as have about 8 MB, however small they lie on the disk", async () => {
    const { write, database } = await begin();
    const description = "x".repeat(3_500_000);
    for (const seq of [1, 2, 3]) {
      const after = anAlert({ id: seq, seq, description });
      await write({ from: seq - 1, to: seq, changes: [{ before: null, after }] });
    }
    const sizes = async (seq: number) =>
      (await newsAfter(database, seq)).commits.map(({ to }) => to);
    expect([await sizes(0), await sizes(2)]).toEqual([[1, 2], [3]]);
  });

  test("begins anew in another epoch, whether it stands further back there or not", async () => {
    const { tail, told, begun, write, own, database } = await begin();
    await write(commitOf(1));
    await own(commitOf(1));
    await database.run(sql`update meta set value = 'another' where key = 'epoch'`);
    await tail.look();
    expect(begun).toEqual([{ epoch: "another", seq: 0 }]);
    expect(told.at(-1)).toEqual({ from: 0, to: 0, changes: [] });
    await own(commitOf(1), { epoch: "another", seq: 0 });
    expect(told.at(-1)).toEqual(commitOf(1));
  });
});
