import { describe, expect, test } from "vitest";
import { BY, type OpenPeople, peopleOf } from "./people-subject.ts";
import { range, valueOf } from "./subject.ts";

export function describeUsers(open: () => Promise<OpenPeople>): void {
  const { people, add, signIn, session, toldBy } = peopleOf(open);

  test("there is nobody at first", async () => {
    expect(await people().hasAdmin()).toBe(false);
    expect(await people().users()).toEqual([]);
    expect(await people().user(1)).toBeNull();
    expect(await people().account("mira")).toBeNull();
  });

  test("who was added is found by number, by name and in the list", async () => {
    const mira = valueOf(
      await people().addUser({ name: "Mira", role: "operator", passwordHash: "h" }, BY),
    );
    expect(mira).toMatchObject({
      name: "Mira",
      role: "operator",
      disabled: false,
      hasPassword: true,
      issuer: null,
      lastSignInAt: null,
    });
    expect(Date.parse(mira.createdAt)).toBeGreaterThan(0);
    expect(await people().user(mira.id)).toEqual(mira);
    expect(await people().users()).toEqual([mira]);
    const found = { user: mira, passwordHash: "h", passwordVersion: 0 };
    expect(await people().account("Mira")).toEqual(found);
    expect(await people().account("mIRA")).toEqual(found);
  });

  test("a user without a password has none to compare", async () => {
    const bob = await people().addUser({ name: "bob", role: "viewer", passwordHash: null }, BY);
    expect(valueOf(bob).hasPassword).toBe(false);
    expect(await people().account("bob")).toMatchObject({ passwordHash: null });
  });

  test("the list is in the order of names, whatever their case", async () => {
    for (const name of ["bob", "Zoe", "Änne", "anna", "Carl"]) await add(name);
    const names = (await people().users()).map(({ name }) => name);
    expect(names).toEqual(["anna", "bob", "Carl", "Zoe", "Änne"]);
  });

  describe("a name", () => {
    test.each([
      ["mira", "MIRA"],
      ["Änne", "änne"],
      ["ÄNNE", "A\u0308nne"],
      ["ΟΔΟΣ", "οδος"],
      ["ΟΔΟΣ", "οδοσ"],
      ["Straße", "STRASSE"],
      ["straẞe", "straße"],
      ["Ǆ", "ǆ"],
      ["mira", "ｍｉｒａ"],
      ["Дмитрий", "ДМИТРИЙ"],
    ])("%s is taken where %s is", async (one, other) => {
      await add(one);
      const again = await people().addUser({ name: other, role: "viewer", passwordHash: "h" }, BY);
      expect(again).toMatchObject({ ok: false, problem: { code: "name-taken" } });
      expect((await people().account(other))?.user.name).toBe(one);
      expect(await people().users()).toHaveLength(1);
    });

    test("stays taken when its user is removed, who is found no more", async () => {
      const mira = await add("Mira");
      valueOf(await people().removeUser(mira.id, BY));
      for (const name of ["Mira", "mira"]) {
        const again = await people().addUser({ name, role: "admin", passwordHash: "h" }, BY);
        expect(again).toMatchObject({ ok: false, problem: { code: "name-taken" } });
        const first = await people().addFirstAdmin(name, "h", BY);
        expect(first).toMatchObject({ ok: false, problem: { code: "name-taken" } });
        expect(await people().account(name)).toBeNull();
      }
      expect(await people().user(mira.id)).toBeNull();
      expect(await people().users()).toEqual([]);
      expect((await add("bob")).id).not.toBe(mira.id);
    });

    test("that two ask for at once is given to one", async () => {
      const both = await Promise.all([
        people().addUser({ name: "mira", role: "viewer", passwordHash: "1" }, BY),
        people().addUser({ name: "Mira", role: "admin", passwordHash: "2" }, BY),
      ]);
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await people().users()).toHaveLength(1);
    });
  });

  describe("the first admin", () => {
    test("is added while there is none", async () => {
      await add("viewer");
      const root = valueOf(await people().addFirstAdmin("root", "h", BY));
      expect(root).toMatchObject({ name: "root", role: "admin", hasPassword: true });
      expect(await people().hasAdmin()).toBe(true);
      expect(await people().addFirstAdmin("eve", "h", BY)).toMatchObject({
        ok: false,
        problem: { code: "setup-closed" },
      });
      expect(await people().account("eve")).toBeNull();
    });

    test("is one, however many ask at once", async () => {
      const all = await Promise.all(
        range(1, 5).map((n) => people().addFirstAdmin(`admin ${n}`, "h", BY)),
      );
      expect(all.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await people().users()).toHaveLength(1);
    });

    test("is not needed where one was added otherwise", async () => {
      await add("root", "admin");
      expect(await people().hasAdmin()).toBe(true);
      expect(await people().addFirstAdmin("eve", "h", BY)).toMatchObject({ ok: false });
    });

    test("is still missing where the only admin cannot sign in", async () => {
      valueOf(await people().addUser({ name: "nobody", role: "admin", passwordHash: null }, BY));
      expect(await people().hasAdmin()).toBe(false);
      expect(await people().addFirstAdmin("root", "h", BY)).toMatchObject({ ok: true });
    });
  });

  describe("the last admin who can sign in", () => {
    const lastAdmin = { ok: false, problem: { code: "last-admin" } };

    test("is kept, whatever is asked", async () => {
      const root = await add("root", "admin");
      await add("viewer");
      valueOf(await people().addUser({ name: "nobody", role: "admin", passwordHash: null }, BY));
      await signIn(root, "t");
      const told = await toldBy(async () => {
        expect(await people().changeUser(root.id, { disabled: true }, BY)).toMatchObject(lastAdmin);
        for (const role of ["viewer", "operator"] as const)
          expect(await people().changeUser(root.id, { role }, BY)).toMatchObject(lastAdmin);
        expect(await people().removeUser(root.id, BY)).toMatchObject(lastAdmin);
      });
      expect(told).toEqual([]);
      expect(await people().user(root.id)).toMatchObject({ role: "admin", disabled: false });
      expect(await session("t")).not.toBeNull();
    });

    test("is not the last where there is another", async () => {
      const [one, other] = [await add("one", "admin"), await add("other", "admin")];
      valueOf(await people().changeUser(one.id, { disabled: true }, BY));
      expect(await people().removeUser(other.id, BY)).toMatchObject(lastAdmin);
      valueOf(await people().changeUser(one.id, { disabled: false }, BY));
      valueOf(await people().removeUser(other.id, BY));
      expect(await people().hasAdmin()).toBe(true);
    });

    test("is kept where two give up at once", async () => {
      const [one, other] = [await add("one", "admin"), await add("other", "admin")];
      const both = await Promise.all([
        people().changeUser(one.id, { role: "viewer" }, BY),
        people().changeUser(other.id, { disabled: true }, BY),
      ]);
      expect(both.map(({ ok }) => ok)).toEqual([true, false]);
      expect(both[1]).toMatchObject(lastAdmin);
      expect(await people().hasAdmin()).toBe(true);
    });
  });

  describe("a change", () => {
    test("of the role is seen at once, also by their sessions", async () => {
      const mira = await add("mira");
      await signIn(mira, "t");
      const told = await toldBy(async () => {
        const changed = valueOf(await people().changeUser(mira.id, { role: "operator" }, BY));
        expect(changed).toMatchObject({ id: mira.id, role: "operator" });
      });
      expect(told).toEqual([{ users: [mira.id], sessions: [], keys: [] }]);
      expect(await session("t")).toMatchObject({ role: "operator" });
      expect(await people().user(mira.id)).toMatchObject({ role: "operator" });
    });

    test("to disabled ends their sessions, and nobody else's; they come back without", async () => {
      const [mira, bob] = [await add("mira"), await add("bob")];
      const ended = [await signIn(mira, "a"), await signIn(mira, "b")];
      await signIn(bob, "c");
      const told = await toldBy(() => people().changeUser(mira.id, { disabled: true }, BY));
      expect(told).toEqual([{ users: [mira.id], sessions: ended, keys: [] }]);
      expect([await session("a"), await session("b")]).toEqual([null, null]);
      expect(await session("c")).not.toBeNull();
      expect(await people().account("mira")).toBeNull();
      expect(await people().user(mira.id)).toMatchObject({ disabled: true });
      valueOf(await people().changeUser(mira.id, { disabled: false }, BY));
      expect(await session("a")).toBeNull();
      expect(await people().account("mira")).not.toBeNull();
    });

    test("of both is one", async () => {
      const mira = await add("mira");
      const change = { role: "admin", disabled: true } as const;
      expect(valueOf(await people().changeUser(mira.id, change, BY))).toMatchObject(change);
      expect(await people().hasAdmin()).toBe(false);
    });

    test("that changes nothing is no change", async () => {
      const mira = await add("mira");
      const told = await toldBy(async () => {
        const same = await people().changeUser(mira.id, { role: "viewer", disabled: false }, BY);
        expect(valueOf(same)).toEqual(mira);
        expect(valueOf(await people().changeUser(mira.id, {}, BY))).toEqual(mira);
      });
      expect(told).toEqual([]);
    });

    test("of nobody is refused", async () => {
      const mira = await add("mira");
      valueOf(await people().removeUser(mira.id, BY));
      for (const id of [mira.id, 99]) {
        const answers = [
          await people().changeUser(id, { role: "admin" }, BY),
          await people().removeUser(id, BY),
          await people().setPassword(id, "h", null, BY),
        ];
        for (const answer of answers)
          expect(answer).toMatchObject({ ok: false, problem: { code: "user-not-found" } });
      }
    });
  });

  test("whoever is removed loses their sessions", async () => {
    const mira = await add("mira");
    const ended = await signIn(mira, "t");
    const told = await toldBy(() => people().removeUser(mira.id, BY));
    expect(told).toEqual([{ users: [mira.id], sessions: [ended], keys: [] }]);
    expect(await session("t")).toBeNull();
    expect(await people().sessions(null)).toEqual([]);
  });

  describe("a new password", () => {
    test("takes the place of the old one and ends all sessions", async () => {
      const mira = await add("mira");
      const ended = [await signIn(mira, "a"), await signIn(mira, "b")];
      const told = await toldBy(() => people().setPassword(mira.id, "new", null, BY));
      expect(told).toEqual([{ users: [], sessions: ended, keys: [] }]);
      expect([await session("a"), await session("b")]).toEqual([null, null]);
      expect(await people().account("mira")).toMatchObject({ passwordHash: "new" });
    });

    test("keeps the session that asks for it", async () => {
      const mira = await add("mira");
      const [kept, ended] = [await signIn(mira, "a"), await signIn(mira, "b")];
      const told = await toldBy(() => people().setPassword(mira.id, "new", kept, BY));
      expect(told).toEqual([{ users: [], sessions: [ended], keys: [] }]);
      expect(await session("a")).not.toBeNull();
      expect(await session("b")).toBeNull();
    });

    test("is refused to a session that has ended, or is another's", async () => {
      const [mira, bob] = [await add("mira"), await add("bob")];
      const [ended, foreign] = [await signIn(mira, "a"), await signIn(bob, "b")];
      valueOf(await people().setPassword(mira.id, "by an admin", null, BY));
      for (const keep of [ended, foreign]) {
        expect(await people().setPassword(mira.id, "stolen", keep, BY)).toMatchObject({
          ok: false,
          problem: { code: "session-not-found" },
        });
      }
      expect(await people().account("mira")).toMatchObject({ passwordHash: "by an admin" });
    });

    test("gives a password to whoever had none", async () => {
      const user = { name: "bob", role: "viewer", passwordHash: null } as const;
      const bob = valueOf(await people().addUser(user, BY));
      valueOf(await people().setPassword(bob.id, "h", null, BY));
      expect(await people().user(bob.id)).toMatchObject({ hasPassword: true });
    });
  });

  describe("a password under other parameters", () => {
    test("ends nothing", async () => {
      const mira = await add("mira");
      await signIn(mira, "t");
      const told = await toldBy(() => people().rehash(mira.id, 0, "dearer"));
      expect(told).toEqual([]);
      expect(await session("t")).not.toBeNull();
      expect(await people().account("mira")).toMatchObject({ passwordHash: "dearer" });
      await signIn(mira, "again");
    });

    test("does not bring an old password back", async () => {
      const mira = await add("mira");
      const { passwordVersion } = (await people().account("mira")) ?? { passwordVersion: -1 };
      valueOf(await people().setPassword(mira.id, "new", null, BY));
      valueOf(await people().rehash(mira.id, passwordVersion, "old, dearer"));
      expect(await people().account("mira")).toMatchObject({ passwordHash: "new" });
    });
  });
}
