import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { aReport } from "../../../domain/history.arbitrary.ts";
import { describePeople } from "../conformance/people.ts";
import { BY } from "../conformance/people-subject.ts";
import { range, valueOf } from "../conformance/subject.ts";
import { scratchDatabase, scratchFile } from "./file/scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

const silent = { onRefused: () => {}, onLost: () => {} };

describePeople("people in SQLite", () => openSqliteStore(scratchDatabase(), silent));

const aUser = (name: string) => ({ name, role: "viewer", passwordHash: "h" }) as const;

test("while another process holds the file, people are read, and what is written is refused", async () => {
  const file = scratchFile();
  const store = await openSqliteStore(file, { ...silent, busyTimeout: 1 });
  onTestFinished(() => store.close());
  valueOf(await store.people.addUser(aUser("ann"), BY));
  const other = new Database(file);
  other.exec("begin immediate");
  expect(await store.people.addUser(aUser("bob"), BY)).toMatchObject({
    ok: false,
    problem: { code: "store-busy" },
  });
  expect(await store.people.account("ann")).not.toBeNull();
  other.close();
  valueOf(await store.people.addUser(aUser("bob"), BY));
  expect((await store.people.users()).map(({ name }) => name)).toEqual(["ann", "bob"]);
});

test("where there is no room, nobody is half added", async () => {
  const store = await openSqliteStore(scratchFile(), { ...silent, maxPages: 60 });
  onTestFinished(() => store.close());
  const added: string[] = [];
  for (const n of range(1, 1_000)) {
    const name = `${n} ${"x".repeat(90)}`;
    const answer = await store.people.addUser(aUser(name), BY);
    if (answer.ok) added.push(`user:${name}`);
    else {
      expect(answer).toMatchObject({ problem: { code: "store-full" } });
      break;
    }
  }
  expect(added.length).toBeLessThan(1_000);
  const users = await store.people.users();
  expect(users.map(({ name }) => `user:${name}`).toSorted()).toEqual(added.toSorted());
  const audit = await store.people.audit(null, 1_000);
  expect(audit.map(({ on }) => on).reverse()).toEqual(added);
});

test("alerts and people that are written at once are all written", async () => {
  const store = await openSqliteStore(scratchFile(), silent);
  onTestFinished(() => store.close());
  const report = { type: "Report", report: aReport({ fingerprint: null }) } as const;
  const answers = await Promise.all(
    range(1, 50).flatMap((n) => [
      store.execute([report], null),
      store.people.addUser(aUser(`user ${n}`), BY),
      store.people.addUser(aUser(`USER ${n}`), BY),
    ]),
  );
  const refused = answers.filter(({ ok }) => !ok);
  expect(refused).toHaveLength(50);
  expect(store.head().seq).toBe(50);
  expect(await store.people.users()).toHaveLength(50);
});

test("a read of a store that was closed is no answer, and none is looked for any more", async () => {
  const store = await openSqliteStore(scratchFile(), silent);
  await store.close();
  await expect(store.people.hasAdmin()).rejects.toThrow("not open");
  expect(await store.people.addUser(aUser("ann"), BY)).toMatchObject({
    ok: false,
    problem: { code: "stopping" },
  });
});
