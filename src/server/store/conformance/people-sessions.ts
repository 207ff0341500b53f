import { expect, test } from "vitest";
import { aSession, BY, hashOf, type OpenPeople, peopleOf } from "./people-subject.ts";
import { range, valueOf } from "./subject.ts";

export function describeSessions(open: () => Promise<OpenPeople>): void {
  const { people, add, signIn, session, toldBy } = peopleOf(open);

  test("one that was opened is found by its token, with who its user is", async () => {
    const mira = await add("Mira", "operator");
    const id = await signIn(mira, "t");
    const found = await session("t");
    expect(found?.lastUsedAt).toBeGreaterThan(0);
    expect(found).toEqual({
      id,
      userId: mira.id,
      name: "Mira",
      role: "operator",
      via: "password",
      lastUsedAt: found?.lastUsedAt,
      expiresAt: Date.parse("2100-01-01T00:00:00.000Z"),
    });
    expect(await session("u")).toBeNull();
    expect(await people().session(new Uint8Array(hashOf("t")))).toMatchObject({ id });
  });

  test("to open one is to sign in", async () => {
    const mira = await add("mira");
    expect(mira.lastSignInAt).toBeNull();
    await signIn(mira, "t");
    const { lastUsedAt = 0 } = (await session("t")) ?? {};
    const { lastSignInAt } = (await people().user(mira.id)) ?? {};
    expect(Date.parse(lastSignInAt ?? "")).toBe(lastUsedAt);
  });

  test("they are listed with where they are, newest first", async () => {
    const [mira, bob] = [await add("mira"), await add("bob")];
    const first = await signIn(mira, "a", { userAgent: "Firefox" });
    const second = await signIn(bob, "b");
    const third = await signIn(mira, "c");
    const ids = async (userId: number | null) =>
      (await people().sessions(userId)).map(({ id }) => id);
    expect(await ids(null)).toEqual([third, second, first]);
    expect(await ids(mira.id)).toEqual([third, first]);
    expect(await ids(99)).toEqual([]);
    const listed = (await people().sessions(mira.id)).at(-1);
    const found = await session("a");
    expect(listed).toEqual({
      id: first,
      userId: mira.id,
      principal: "user:mira",
      via: "password",
      createdAt: new Date(found?.lastUsedAt ?? 0).toISOString(),
      lastUsedAt: new Date(found?.lastUsedAt ?? 0).toISOString(),
      expiresAt: "2100-01-01T00:00:00.000Z",
      address: "192.0.2.1",
      userAgent: "Firefox",
    });
  });

  test("one that has expired is not found, and not listed", async () => {
    const mira = await add("mira");
    await signIn(mira, "old", { expiresAt: "2001-01-01T00:00:00.000Z" });
    expect(await session("old")).toBeNull();
    expect(await people().sessions(null)).toEqual([]);
  });

  test("one that has ended is found by no read that begins after the answer", async () => {
    const mira = await add("mira");
    const [ended, other] = [await signIn(mira, "a"), await signIn(mira, "b")];
    const told = await toldBy(async () => valueOf(await people().endSession(ended, BY)));
    expect(told).toEqual([{ sessions: [ended], users: [], keys: [] }]);
    expect(await session("a")).toBeNull();
    expect((await session("b"))?.id).toBe(other);
    const again = await people().endSession(ended, BY);
    expect(again).toMatchObject({ ok: false, problem: { code: "session-not-found" } });
  });

  test("its number is never given again", async () => {
    const mira = await add("mira");
    const first = await signIn(mira, "a");
    valueOf(await people().endSession(first, BY));
    expect(await signIn(mira, "b")).toBeGreaterThan(first);
  });

  test("listeners hear of an end before it is answered", async () => {
    const mira = await add("mira");
    const order: string[] = [];
    people().onChanged(() => order.push("told"));
    const id = await signIn(mira, "t");
    await people()
      .endSession(id, BY)
      .then(() => order.push("answered"));
    expect(order).toEqual(["told", "answered"]);
  });

  test("its use is noted, never an earlier one", async () => {
    const mira = await add("mira");
    const id = await signIn(mira, "t");
    const later = "2090-01-01T00:00:00.000Z";
    valueOf(await people().touchSession(id, later));
    valueOf(await people().touchSession(id, "2001-01-01T00:00:00.000Z"));
    expect((await session("t"))?.lastUsedAt).toBe(Date.parse(later));
    expect(await people().touchSession(99, later)).toEqual({ ok: true, value: null });
  });

  test("none is opened for who is disabled or removed", async () => {
    const [mira, bob] = [await add("mira"), await add("bob")];
    valueOf(await people().changeUser(mira.id, { disabled: true }, BY));
    valueOf(await people().removeUser(bob.id, BY));
    for (const id of [mira.id, bob.id, 99]) {
      const refused = await people().openSession(id, 0, aSession("t"), BY);
      expect(refused).toMatchObject({ ok: false, problem: { code: "sign-in-failed" } });
    }
    expect(await session("t")).toBeNull();
  });

  test("none is opened for a password that is another by now", async () => {
    const mira = await add("mira");
    const account = await people().account("mira");
    valueOf(await people().setPassword(mira.id, "new", null, BY));
    const version = account?.passwordVersion ?? -1;
    const refused = await people().openSession(mira.id, version, aSession("t"), BY);
    expect(refused).toMatchObject({ ok: false, problem: { code: "sign-in-failed" } });
    await signIn(mira, "t");
  });

  test("disabling and signing in at once leaves nobody signed in", async () => {
    const mira = await add("mira");
    await Promise.all([
      people().openSession(mira.id, 0, aSession("a"), BY),
      people().changeUser(mira.id, { disabled: true }, BY),
      people().openSession(mira.id, 0, aSession("b"), BY),
    ]);
    expect([await session("a"), await session("b")]).toEqual([null, null]);
    expect(await people().sessions(null)).toEqual([]);
  });

  test("whoever has a hundred loses the one that was unused the longest, and nobody else's", async () => {
    const [mira, bob] = [await add("mira"), await add("bob")];
    await signIn(bob, "bob");
    const ids: number[] = [];
    for (const n of range(1, 100)) ids.push(await signIn(mira, `t${n}`));
    valueOf(await people().touchSession(ids[0] ?? 0, "2090-01-01T00:00:00.000Z"));
    const told = await toldBy(() => signIn(mira, "t101"));
    expect(told).toEqual([{ sessions: [ids[1]], users: [], keys: [] }]);
    expect(await people().sessions(mira.id)).toHaveLength(100);
    expect(await session("t1")).not.toBeNull();
    expect(await session("t2")).toBeNull();
    expect(await session("bob")).not.toBeNull();
  });
}
