import { type SQL, sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { aKey, aSession, BY, hashOf } from "../../conformance/people-subject.ts";
import { range, valueOf } from "../../conformance/subject.ts";
import { describePostgres } from "../connection/database.fixture.ts";
import { scratchDatabase } from "../postgres-store.fixture.ts";
import { openPostgresStore } from "../postgres-store.ts";

const TABLES = ["users", "sessions", "keys", "audit"];

describePostgres("what is written of people", () => {
  /** People with all that their tables hold, and a clock that the test sets. */
  async function open() {
    const clock = { now: Date.parse("2026-11-26T12:00:00.000Z") };
    const options = { onRefused: () => {}, clock: () => clock.now };
    const store = await openPostgresStore(await scratchDatabase(), options);
    onTestFinished(() => store.close());
    const { people, context } = store;
    const { database } = context;
    const rows = () =>
      Promise.all(TABLES.map((table) => database.all(sql.raw(`select xmin, * from ${table}`))));
    const count = async (of: SQL) =>
      (await database.get<{ readonly all: number }>(sql`select count(*) as "all" from ${of}`))?.all;
    return { people, database, clock, rows, count };
  }

  test("is not where it cannot be noted", async () => {
    const { people, database, rows } = await open();
    const root = valueOf(await people.addFirstAdmin("root", "h", BY));
    const mira = valueOf(
      await people.addUser({ name: "mira", role: "viewer", passwordHash: "h" }, BY),
    );
    const session = valueOf(await people.openSession(mira.id, 0, aSession("t"), BY));
    const key = valueOf(await people.addKey(aKey(), BY));
    const before = await rows();
    await database.run(sql.raw("alter table audit add constraint full_up check (id <= 4)"));
    const identity = { issuer: "i", subject: "s", name: "bob", role: "viewer" } as const;
    const changes = [
      () => people.addUser({ name: "bob", role: "viewer", passwordHash: "h" }, BY),
      () => people.changeUser(mira.id, { role: "admin" }, BY),
      () => people.changeUser(mira.id, { disabled: true }, BY),
      () => people.removeUser(mira.id, BY),
      () => people.setPassword(root.id, "new", null, BY),
      () => people.openSession(mira.id, 0, aSession("u"), BY),
      () => people.openSessionOf(identity, aSession("v"), BY),
      () => people.endSession(session, BY),
      () => people.addKey(aKey(), BY),
      () => people.revokeKey(key.id, BY),
    ];
    // At once, so that they would be committed together.
    const done = await Promise.allSettled(changes.map((change) => change()));
    for (const { status } of done) expect(status).toBe("rejected");
    expect(await rows()).toEqual(before);
  });

  test("of sessions that have expired goes when another is opened, so many at a time", async () => {
    const { people, clock, count } = await open();
    for (const name of ["ann", "bob"])
      valueOf(await people.addUser({ name, role: "viewer", passwordHash: "h" }, BY));
    const expiresAt = new Date(clock.now + 60_000).toISOString();
    for (const n of range(1, 150)) {
      const session = aSession(`${n}`, { expiresAt });
      valueOf(await people.openSession(n <= 75 ? 1 : 2, 0, session, BY));
    }
    const all = () => count(sql`sessions`);
    clock.now += 59_999;
    expect(await people.session(hashOf("1"))).not.toBeNull();
    clock.now += 1;
    expect(await people.session(hashOf("1"))).toBeNull();
    expect(await people.sessions(null)).toEqual([]);
    expect(await all()).toBe(150);
    for (const left of [51, 2, 3]) {
      valueOf(await people.openSession(1, 0, aSession(`new ${left}`), BY));
      expect(await all()).toBe(left);
    }
    expect(await people.sessions(null)).toHaveLength(3);
  });

  test("of a use is so only where it is a later one", async () => {
    const { people, clock, rows } = await open();
    valueOf(await people.addFirstAdmin("root", "h", BY));
    const session = valueOf(await people.openSession(1, 0, aSession("t"), BY));
    const key = valueOf(await people.addKey(aKey(), BY));
    const now = new Date(clock.now + 1).toISOString();
    valueOf(await people.touchKey(key.id, now));
    valueOf(await people.touchSession(session, now));
    const before = await rows();
    valueOf(await people.touchKey(key.id, now));
    valueOf(await people.touchSession(session, now));
    // Not even with the same values.
    expect(await rows()).toEqual(before);
  });

  test("is refused once its store is closed, and nothing is read any more", async () => {
    const store = await openPostgresStore(await scratchDatabase(), { onRefused: () => {} });
    await store.close();
    await expect(store.people.hasAdmin()).rejects.toThrow("not open");
    const user = { name: "ann", role: "viewer", passwordHash: "h" } as const;
    expect(await store.people.addUser(user, BY)).toMatchObject({
      ok: false,
      problem: { code: "stopping" },
    });
  });
});
