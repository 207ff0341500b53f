import { expect, test } from "vitest";
import { BY, type OpenPeople, peopleOf } from "./people-subject.ts";
import { range, valueOf } from "./subject.ts";

/** What must hold of those whom an identity provider names. */
export function describeIdentities(open: () => Promise<OpenPeople>): void {
  const { people, add, signInOf, session, audit, toldBy } = peopleOf(open);

  test("a new one is added and signed in", async () => {
    const found = valueOf(await signInOf("sub-1", "Mira", "operator"));
    expect(found).toMatchObject({ name: "Mira", role: "operator", via: "oidc" });
    expect(await session("sub-1")).toEqual(found);
    expect(await people().user(found.userId)).toMatchObject({
      name: "Mira",
      role: "operator",
      issuer: "https://id.example",
      hasPassword: false,
      lastSignInAt: new Date(found.lastUsedAt).toISOString(),
    });
    expect(await people().account("mira")).toMatchObject({ passwordHash: null });
  });

  test("the same one is the same user, whatever the provider calls them now", async () => {
    const first = valueOf(await signInOf("sub-1", "Mira"));
    const second = valueOf(await signInOf("sub-1", "Mira Married", "viewer", "again"));
    expect(second.userId).toBe(first.userId);
    expect(second.name).toBe("Mira");
    expect(await people().users()).toHaveLength(1);
    expect(await session("sub-1")).not.toBeNull();
  });

  test("the same subject of another issuer is another", async () => {
    const first = valueOf(await signInOf("sub-1", "mira"));
    const identity = { issuer: "https://other.example", subject: "sub-1", role: "viewer" } as const;
    const other = await people().openSessionOf(
      { ...identity, name: "mira" },
      {
        tokenHash: new Uint8Array(32),
        via: "oidc",
        userAgent: "",
        expiresAt: "2100-01-01T00:00:00.000Z",
      },
      BY,
    );
    expect(valueOf(other).userId).not.toBe(first.userId);
  });

  test("a name that is another's is never theirs: they get one that is free", async () => {
    const local = await add("Mira", "admin");
    const names: string[] = [];
    for (const n of range(1, 12)) names.push(valueOf(await signInOf(`sub-${n}`, "mira")).name);
    expect(names.slice(0, 2)).toEqual(["mira-2", "mira-3"]);
    expect(new Set([...names, "Mira"]).size).toBe(13);
    expect((await people().account("mira"))?.user.id).toBe(local.id);
    valueOf(await people().removeUser((await people().account("mira-2"))?.user.id ?? 0, BY));
    expect(names).not.toContain(valueOf(await signInOf("sub-99", "MIRA")).name);
  });

  test("a long name gets its number all the same, and is cut between characters", async () => {
    const long = "😀".repeat(100);
    await add(long);
    expect(valueOf(await signInOf("sub-1", long)).name).toBe(`${"😀".repeat(98)}-2`);
  });

  test("their role is the one that the provider says at each sign-in", async () => {
    await add("root", "admin");
    const { userId } = valueOf(await signInOf("sub-1", "mira", "admin"));
    const told = await toldBy(async () => {
      const found = valueOf(await signInOf("sub-1", "mira", "viewer", "again"));
      expect(found).toMatchObject({ role: "viewer" });
    });
    expect(told).toEqual([{ users: [userId], sessions: [], keys: [] }]);
    expect(await session("sub-1")).toMatchObject({ role: "viewer" });
    expect(await toldBy(() => signInOf("sub-1", "mira", "viewer", "third"))).toEqual([]);
  });

  test("the provider takes the role even of the last admin, whom people keep", async () => {
    const { userId } = valueOf(await signInOf("sub-1", "mira", "admin"));
    expect(await people().hasAdmin()).toBe(true);
    expect(await people().removeUser(userId, BY)).toMatchObject({ ok: false });
    valueOf(await signInOf("sub-1", "mira", "viewer", "again"));
    expect(await people().hasAdmin()).toBe(false);
  });

  test("who is disabled is refused, whatever the provider says, and leaves no trace", async () => {
    const { userId } = valueOf(await signInOf("sub-1", "mira"));
    valueOf(await people().changeUser(userId, { disabled: true }, BY));
    const before = await audit();
    const refused = await signInOf("sub-1", "mira", "admin", "again");
    expect(refused).toMatchObject({ ok: false, problem: { code: "not-allowed" } });
    expect(await people().user(userId)).toMatchObject({ role: "viewer", disabled: true });
    expect(await session("again")).toBeNull();
    expect(await audit()).toEqual(before);
  });

  test("who was removed and is let in again is another user", async () => {
    const { userId } = valueOf(await signInOf("sub-1", "mira"));
    valueOf(await people().removeUser(userId, BY));
    const again = valueOf(await signInOf("sub-1", "mira", "viewer", "again"));
    expect(again.userId).not.toBe(userId);
    expect(again.name).toBe("mira-2");
  });

  test("one who comes twice at once is added once", async () => {
    const both = await Promise.all([
      signInOf("sub-1", "mira", "viewer", "a"),
      signInOf("sub-1", "mira", "viewer", "b"),
    ]);
    const [one, other] = both.map(valueOf);
    expect(one?.userId).toBe(other?.userId);
    expect(await people().users()).toHaveLength(1);
  });
}
