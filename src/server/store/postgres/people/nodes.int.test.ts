import { expect, onTestFinished, test } from "vitest";
import { opening, range, valueOf } from "../../conformance/subject.ts";
import { aKey, aSession, BY, hashOf } from "../../conformance/people-subject.ts";
import type { Changed, People } from "../../people.ts";
import { cuttingProxy } from "../connection/cutting-proxy.fixture.ts";
import { describePostgres } from "../connection/database.fixture.ts";
import { listen } from "../connection/notices.ts";
import { createPrimary } from "../connection/primary.ts";
import { CHANNEL } from "../log/commits.ts";
import { openPostgresPeople } from "../postgres-people.ts";
import { openNodes, scratchDatabase } from "../postgres-store.fixture.ts";
import { PEOPLE } from "./audit.ts";
import { openPostgresStore } from "../postgres-store.ts";

const aUser = (name: string, role: "viewer" | "admin" = "viewer") =>
  ({ name, role, passwordHash: "h" }) as const;

describePostgres("people of several nodes", () => {
  async function begin() {
    const stores = await openNodes();
    const [{ people: here }, { people: there }] = stores;
    /** Does the same on each node at once. */
    const atOnce = <T>(act: (people: People, index: number) => Promise<T>) =>
      Promise.all(stores.map(({ people }, index) => act(people, index)));
    return { stores, here, there, atOnce };
  }

  /** What a node is told of, as it is told. */
  function hearing(people: People): Changed[] {
    const told: Changed[] = [];
    people.onChanged((changed) => told.push(changed));
    return told;
  }

  test("a name, whatever its case, is given to one", async () => {
    const { here, atOnce } = await begin();
    const names = ["mira", "Mira", "MIRA"];
    const answers = await atOnce((people, index) => people.addUser(aUser(names[index] ?? ""), BY));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const refused = answers.filter(({ ok }) => !ok);
    expect(refused).toMatchObject([
      { problem: { code: "name-taken" } },
      { problem: { code: "name-taken" } },
    ]);
    expect(await here.users()).toHaveLength(1);
  });

  test("the first admin is one", async () => {
    const { here, atOnce } = await begin();
    const answers = await atOnce((people, index) => people.addFirstAdmin(`${index}`, "h", BY));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await here.users()).toHaveLength(1);
  });

  test("the last admin is kept where all give up at once", async () => {
    const { here, atOnce } = await begin();
    for (const n of range(1, 8)) {
      const names = [`one ${n}`, `other ${n}`, `third ${n}`];
      const ids: number[] = [];
      for (const name of names) ids.push(valueOf(await here.addUser(aUser(name, "admin"), BY)).id);
      const before = (await here.users()).filter(
        ({ role, id }) => role === "admin" && !ids.includes(id),
      );
      for (const { id } of before) valueOf(await here.changeUser(id, { role: "viewer" }, BY));
      const haveGone = await atOnce(async (people, index) => {
        const id = ids[index] ?? 0;
        if (index > 0) return (await people.removeUser(id, BY)).ok;
        return (await people.changeUser(id, { disabled: true }, BY)).ok;
      });
      expect(haveGone.filter(Boolean)).toHaveLength(2);
      expect(await here.hasAdmin()).toBe(true);
    }
  });

  test("one who comes twice at once is added once", async () => {
    const { here, atOnce } = await begin();
    const identity = { issuer: "https://id.example", subject: "s", name: "mira" } as const;
    const sessions = await atOnce((people, index) =>
      people.openSessionOf({ ...identity, role: "viewer" }, aSession(`${index}`), BY),
    );
    expect(new Set(sessions.map((session) => valueOf(session).userId)).size).toBe(1);
    expect(await here.users()).toHaveLength(1);
    expect(await here.sessions(null)).toHaveLength(3);
  });

  test("to disable somebody who signs in at once leaves nobody signed in", async () => {
    const { here, there } = await begin();
    for (const n of range(1, 8)) {
      const { id } = valueOf(await here.addUser(aUser(`mira ${n}`), BY));
      await Promise.all([
        there.openSession(id, 0, aSession(`a${n}`), BY),
        here.changeUser(id, { disabled: true }, BY),
        there.openSession(id, 0, aSession(`b${n}`), BY),
      ]);
      valueOf(await here.changeUser(id, { disabled: false }, BY));
      expect(await here.sessions(id)).toEqual([]);
    }
  });

  test("nobody has more than a hundred sessions, wherever they sign in", async () => {
    const { here, atOnce } = await begin();
    const { id } = valueOf(await here.addUser(aUser("mira"), BY));
    await atOnce((people, index) =>
      Promise.all(
        range(1, 40).map(async (n) =>
          valueOf(await people.openSession(id, 0, aSession(`${index} ${n}`), BY)),
        ),
      ),
    );
    expect(await here.sessions(id)).toHaveLength(100);
  });

  test("what has ended on one is found on no other, and each is told of it soon, and once", async () => {
    const { here, there } = await begin();
    const told = [hearing(here), hearing(there)];
    const { id } = valueOf(await here.addUser(aUser("mira"), BY));
    const session = valueOf(await there.openSession(id, 0, aSession("t"), BY));
    const key = valueOf(await there.addKey(aKey(), BY));
    valueOf(await here.endSession(session, BY));
    expect(await there.session(hashOf("t"))).toBeNull();
    valueOf(await here.revokeKey(key.id, BY));
    expect(await there.key(key.id)).toBeNull();
    valueOf(await there.changeUser(id, { role: "operator" }, BY));
    const all: Changed[] = [
      { sessions: [], users: [id], keys: [] },
      { sessions: [session], users: [], keys: [] },
      { sessions: [], users: [], keys: [key.id] },
      { sessions: [], users: [id], keys: [] },
    ];
    // Each tells of its own before it has heard of the other's.
    const sorted = (heard: readonly Changed[]) => heard.map((one) => JSON.stringify(one)).sort();
    await expect.poll(() => told.map(sorted)).toEqual([sorted(all), sorted(all)]);
  });

  test("each change is told once, by its answer or by a look, in whatever order they come", async () => {
    const { here, there, atOnce } = await begin();
    const told = [hearing(here), hearing(there)];
    const ids = await atOnce((people, index) =>
      Promise.all(
        range(1, 40).map(async (n) => valueOf(await people.addUser(aUser(`${index} ${n}`), BY)).id),
      ),
    );
    const usersOf = (heard: readonly Changed[]) =>
      heard.flatMap(({ users }) => users).toSorted((one, other) => one - other);
    const all = ids.flat().toSorted((one, other) => one - other);
    await expect.poll(() => told.map(usersOf)).toEqual([all, all]);
    // A later look has passed all of them when it tells of this one.
    valueOf(await here.changeUser(all[0] ?? 0, { role: "admin" }, BY));
    await expect.poll(() => usersOf(told[1] ?? [])).toHaveLength(all.length + 1);
    expect(usersOf(told[0] ?? [])).toHaveLength(all.length + 1);
  });

  test("a change whose answer was lost is answered as it was made, and told once", async () => {
    const url = await scratchDatabase();
    const proxy = await cuttingProxy(url);
    onTestFinished(() => proxy.close());
    const store = await openPostgresStore(proxy.url, { onRefused: () => {} });
    onTestFinished(() => store.close());
    const told = hearing(store.people);
    proxy.cut("after");
    const mira = valueOf(await store.people.addUser(aUser("mira"), BY));
    expect(proxy.cuts()).toBe(1);
    expect(await store.people.users()).toEqual([mira]);
    expect(await store.people.audit(null, 10)).toMatchObject([{ on: "user:mira" }]);
    const other = valueOf(await store.people.addUser(aUser("bob"), BY));
    expect(told.flatMap(({ users }) => users)).toEqual([mira.id, other.id]);
  });

  test("who listens has a notice of a change of rights, and waits for no look", async () => {
    const url = await scratchDatabase();
    const store = await openPostgresStore(url, { onRefused: () => {} });
    onTestFinished(() => store.close());
    const heard: (string | null)[] = [];
    const notices = listen(createPrimary(url), CHANNEL, (words) => heard.push(words));
    onTestFinished(() => notices.close());
    await expect.poll(() => heard).toEqual([null]);
    valueOf(await store.people.addUser(aUser("mira"), BY));
    await expect.poll(() => heard).toEqual([null, PEOPLE]);
  });

  test("a command beside them is heard of like a node", async () => {
    const url = await scratchDatabase();
    const store = await openPostgresStore(url, { onRefused: () => {} });
    onTestFinished(() => store.close());
    const told = hearing(store.people);
    const beside = await openPostgresPeople(url);
    const root = valueOf(await beside.people.addFirstAdmin("root", "h", BY));
    await beside.close();
    await expect.poll(() => told).toEqual([{ users: [root.id], sessions: [], keys: [] }]);
  });

  test("alerts and people that are written at once are all written, and the audit has no gap", async () => {
    const { stores, here } = await begin();
    const answers = await Promise.all(
      range(1, 40).flatMap((n) => {
        const store = stores[n % 2 === 0 ? 0 : 1];
        return [
          store.execute([opening()], null),
          store.people.addUser(aUser(`user ${n}`), BY),
          store.people.addUser(aUser(`USER ${n}`), BY),
        ];
      }),
    );
    expect(answers.filter(({ ok }) => !ok)).toHaveLength(40);
    const entries = await here.audit(null, 100);
    expect(entries.map(({ id }) => id)).toEqual(range(1, 40).toReversed());
    await expect.poll(() => stores.map((store) => store.head().seq)).toEqual([40, 40, 40]);
  });
});
