import { expect, test } from "vitest";
import { aKey, aSession, BY, hashOf, type OpenPeople, peopleOf } from "./people-subject.ts";
import { valueOf } from "./subject.ts";

export function describeAudit(open: () => Promise<OpenPeople>): void {
  const { people, add, signIn, signInOf, audit } = peopleOf(open);

  test("has an entry for each change, with who, to whom, from where and what", async () => {
    valueOf(await people().addFirstAdmin("root", "h", { actor: "operator", address: null }));
    const mira = await add("Mira");
    const session = await signIn(mira, "a");
    const other = await signIn(mira, "b");
    valueOf(await people().endSession(session, { actor: "user:Mira", address: null }));
    valueOf(await people().endSession(other, BY));
    valueOf(await people().noteFailure("mira", "password", { actor: "operator", address: "::1" }));
    valueOf(await people().changeUser(mira.id, { role: "operator" }, BY));
    valueOf(await people().changeUser(mira.id, { disabled: true }, BY));
    valueOf(await people().setPassword(mira.id, "h2", null, BY));
    valueOf(await people().removeUser(mira.id, BY));
    const key = valueOf(await people().addKey(aKey({ source: "web" }), BY));
    valueOf(await people().revokeKey(key.id, BY));
    const entries = await audit();
    expect(entries.map(({ type, actor, on }) => [type, actor, on])).toEqual([
      ["user-added", "operator", "user:root"],
      ["user-added", "user:root", "user:Mira"],
      ["signed-in", "user:Mira", "user:Mira"],
      ["signed-in", "user:Mira", "user:Mira"],
      ["signed-out", "user:Mira", "user:Mira"],
      ["session-ended", "user:root", "user:Mira"],
      ["sign-in-failed", "operator", "user:Mira"],
      ["user-changed", "user:root", "user:Mira"],
      ["user-changed", "user:root", "user:Mira"],
      ["password-changed", "user:root", "user:Mira"],
      ["user-removed", "user:root", "user:Mira"],
      ["key-added", "user:root", "key:ci"],
      ["key-revoked", "user:root", "key:ci"],
    ]);
    const detailOf = (type: string) => entries.filter((e) => e.type === type).map((e) => e.detail);
    expect(detailOf("user-added")[1]).toEqual({ user: mira.id, role: "viewer" });
    expect(detailOf("signed-in")[0]).toEqual({ session, via: "password" });
    expect(detailOf("user-changed")).toEqual([
      { user: mira.id, role: "operator", was: "viewer" },
      { user: mira.id, disabled: true },
    ]);
    expect(detailOf("key-added")).toEqual([
      { key: key.id, scopes: ["ingest"], source: "web", expiresAt: null },
    ]);
    expect(entries.map(({ address }) => address)).toEqual(
      entries.map(({ actor, type }) =>
        actor === "operator"
          ? type === "sign-in-failed"
            ? "::1"
            : null
          : type === "signed-out"
            ? null
            : "192.0.2.1",
      ),
    );
    for (const { at } of entries) expect(new Date(at).toISOString()).toBe(at);
  });

  test("tells of an identity that came, and of the role that it was given", async () => {
    await signInOf("sub-1", "mira", "admin");
    await signInOf("sub-1", "mira", "viewer", "again");
    expect((await audit()).map(({ type, actor, detail }) => [type, actor, detail["role"]])).toEqual(
      [
        ["user-added", "user:mira", "admin"],
        ["signed-in", "user:mira", undefined],
        ["user-changed", "user:mira", "viewer"],
        ["signed-in", "user:mira", undefined],
      ],
    );
  });

  test("has nothing of what was refused, of uses, and of what changes nothing", async () => {
    const root = await add("root", "admin");
    const session = await signIn(root, "t");
    const key = valueOf(await people().addKey(aKey(), BY));
    const before = await audit();
    const refused = [
      await people().addFirstAdmin("eve", "h", BY),
      await people().addUser({ name: "ROOT", role: "viewer", passwordHash: "h" }, BY),
      await people().changeUser(root.id, { disabled: true }, BY),
      await people().changeUser(99, { disabled: true }, BY),
      await people().removeUser(root.id, BY),
      await people().setPassword(99, "h", null, BY),
      await people().setPassword(root.id, "h", 99, BY),
      await people().openSession(root.id, 7, aSession("u"), BY),
      await people().endSession(99, BY),
      await people().revokeKey(99, BY),
    ];
    expect(refused.filter(({ ok }) => ok)).toEqual([]);
    valueOf(await people().touchSession(session, "2090-01-01T00:00:00.000Z"));
    valueOf(await people().touchKey(key.id, "2090-01-01T00:00:00.000Z"));
    valueOf(await people().rehash(root.id, 0, "dearer"));
    valueOf(await people().changeUser(root.id, { role: "admin" }, BY));
    expect(await audit()).toEqual(before);
  });

  test("names whose sign-in failed, but nothing that is no name: it may be a password", async () => {
    const mira = await add("Mira");
    valueOf(await people().removeUser(mira.id, BY));
    const stranger = { actor: "operator", address: "192.0.2.9" } as const;
    valueOf(await people().noteFailure("MIRA", "removed", stranger));
    valueOf(await people().noteFailure("correct horse battery", "unknown", stranger));
    expect((await audit()).slice(-2)).toMatchObject([
      { type: "sign-in-failed", on: "user:Mira", detail: { reason: "removed" } },
      { type: "sign-in-failed", on: null, detail: { reason: "unknown" }, address: "192.0.2.9" },
    ]);
    expect(JSON.stringify(await audit())).not.toContain("correct horse");
  });

  test("has no hash in it", async () => {
    const mira = await add("mira");
    const session = await signIn(mira, "token");
    valueOf(await people().setPassword(mira.id, "hash of a password", session, BY));
    valueOf(await people().addKey(aKey(), BY));
    const written = JSON.stringify(await audit());
    expect(written).toContain("password-changed");
    const hashes = [hashOf("token"), hashOf("secret")].map((hash) => JSON.stringify(hash));
    for (const secret of ["hash of", ...hashes]) expect(written).not.toContain(secret);
  });

  test("is read newest first, page by page", async () => {
    for (const name of ["a", "b", "c", "d"]) await add(name);
    const first = await people().audit(null, 3);
    expect(first.map(({ on }) => on)).toEqual(["user:d", "user:c", "user:b"]);
    const rest = await people().audit(first.at(-1)?.id ?? 0, 3);
    expect(rest.map(({ on }) => on)).toEqual(["user:a"]);
    expect(await people().audit(rest[0]?.id ?? 0, 3)).toEqual([]);
  });
}
