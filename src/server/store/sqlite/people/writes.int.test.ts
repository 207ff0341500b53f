import { expect, test } from "vitest";
import { aKey, aSession, BY, hashOf } from "../../conformance/people-subject.ts";
import { range, valueOf } from "../../conformance/subject.ts";
import { openForReading, openForWriting } from "../file/database.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { openScratchPeople } from "../people.fixture.ts";
import { createSqlitePeople } from "../sqlite-people.ts";
import { writeHere } from "./write-here.ts";

const TABLES = ["users", "sessions", "keys", "audit"];

/** People in a database of its own, with all that its tables hold. */
function openPeople() {
  const scratch = openScratchPeople();
  const { $client: db } = scratch.tables;
  const rows = () => TABLES.map((table) => db.prepare(`select * from ${table}`).all());
  return { ...scratch, rows };
}

test("what was noted can be neither changed nor removed", async () => {
  using scratch = openPeople();
  valueOf(await scratch.people.addFirstAdmin("root", "h", BY));
  const { $client: db } = scratch.tables;
  expect(() => db.exec("update audit set actor = 'user:eve'")).toThrow("append-only");
  expect(() => db.exec("delete from audit")).toThrow("append-only");
  expect(await scratch.people.audit(null, 10)).toMatchObject([{ actor: "user:root" }]);
});

test("a change that cannot be noted is not made", async () => {
  using scratch = openPeople();
  const { people, tables } = scratch;
  const root = valueOf(await people.addFirstAdmin("root", "h", BY));
  const mira = valueOf(
    await people.addUser({ name: "mira", role: "viewer", passwordHash: "h" }, BY),
  );
  const session = valueOf(await people.openSession(mira.id, 0, aSession("t"), BY));
  const key = valueOf(await people.addKey(aKey(), BY));
  const before = scratch.rows();
  tables.$client.exec(
    "create trigger full before insert on audit begin select raise(abort, 'no room'); end",
  );
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
  for (const change of changes) await expect(change()).rejects.toThrow("no room");
  expect(scratch.rows()).toEqual(before);
});

test("sessions that have expired go when another is opened, so many at a time", async () => {
  using scratch = openPeople();
  const { people, clock, tables } = scratch;
  const names = ["ann", "bob"];
  for (const name of names)
    valueOf(await people.addUser({ name, role: "viewer", passwordHash: "h" }, BY));
  const expiresAt = new Date(clock.now + 60_000).toISOString();
  for (const n of range(1, 150)) {
    const session = aSession(`${n}`, { expiresAt });
    valueOf(await people.openSession(n <= 75 ? 1 : 2, 0, session, BY));
  }
  const count = () => tables.$client.prepare("select count(*) from sessions").pluck().get();
  clock.now += 59_999;
  expect(await people.session(hashOf("1"))).not.toBeNull();
  clock.now += 1;
  expect(await people.session(hashOf("1"))).toBeNull();
  expect(await people.sessions(null)).toEqual([]);
  expect(count()).toBe(150);
  for (const left of [51, 2, 3]) {
    valueOf(await people.openSession(1, 0, aSession(`new ${left}`), BY));
    expect(count()).toBe(left);
  }
  expect(await people.sessions(null)).toHaveLength(3);
});

test("a use is written only where it is a later one", async () => {
  using scratch = openPeople();
  const { people, clock, tables } = scratch;
  valueOf(await people.addFirstAdmin("root", "h", BY));
  const session = valueOf(await people.openSession(1, 0, aSession("t"), BY));
  const key = valueOf(await people.addKey(aKey(), BY));
  const changes = () => Number(tables.$client.prepare("select total_changes()").pluck().get());
  const now = new Date(clock.now + 1).toISOString();
  valueOf(await people.touchKey(key.id, now));
  valueOf(await people.touchSession(session, now));
  const before = changes();
  valueOf(await people.touchKey(key.id, now));
  valueOf(await people.touchSession(session, now));
  expect(changes()).toBe(before);
});

test("what another process has changed is told soon, and once, as is what was changed here", async () => {
  const file = scratchFile();
  const writing = openForWriting(file);
  const here = createSqlitePeople({
    tables: openForReading(file),
    write: writeHere({ tables: writing, clock: Date.now }),
    now: Date.now,
    onUnreadable: () => {},
    lookEvery: 1,
  });
  const elsewhere = writeHere({ tables: openForWriting(file), clock: Date.now });
  const told: number[] = [];
  here.people.onChanged(({ users }) => told.push(...users));
  const ids = range(1, 40);
  const twice = ids.flatMap((id) => [id, id]);
  for (const id of ids) {
    const user = { name: `user ${id}`, role: "viewer", passwordHash: "h" } as const;
    valueOf(await here.people.addUser(user, BY));
  }
  for (const id of ids) {
    const disabling = { id, change: { disabled: true }, by: BY };
    if (id % 2 === 0) valueOf(await elsewhere("changeUser", disabling));
    else valueOf(await here.people.changeUser(id, disabling.change, BY));
  }
  await expect.poll(() => told.toSorted((one, other) => one - other)).toEqual(twice);
  // A later look has passed all of them when it tells of this one.
  valueOf(await elsewhere("changeUser", { id: 1, change: { disabled: false }, by: BY }));
  await expect.poll(() => told.at(-1)).toBe(1);
  expect(told).toHaveLength(twice.length + 1);
  await here.close();
});
