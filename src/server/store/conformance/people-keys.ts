import { expect, test } from "vitest";
import { aKey, BY, hashOf, type OpenPeople, peopleOf } from "./people-subject.ts";
import { valueOf } from "./subject.ts";

export function describeKeys(open: () => Promise<OpenPeople>): void {
  const { people, toldBy } = peopleOf(open);

  test("one that was added is found by its number, and in the list", async () => {
    const expiresAt = "2030-01-01T00:00:00.000Z";
    const fields = { name: "prom", scopes: ["read", "ingest"], source: "web", expiresAt } as const;
    const key = valueOf(await people().addKey(aKey(fields), BY));
    expect(key).toMatchObject({ ...fields, createdBy: "user:root", lastUsedAt: null });
    const found = await people().key(key.id);
    expect(found?.key).toEqual(key);
    expect(Buffer.from(found?.secretHash ?? [])).toEqual(hashOf("secret"));
    expect(await people().keys()).toEqual([key]);
    expect(await people().key(99)).toBeNull();
  });

  test("several may have one name", async () => {
    const one = valueOf(await people().addKey(aKey(), BY));
    const other = valueOf(await people().addKey(aKey({ secretHash: hashOf("new") }), BY));
    expect((await people().keys()).map(({ id }) => id)).toEqual([one.id, other.id]);
  });

  test("one that was revoked is found by no read that begins after the answer", async () => {
    const [one, other] = [
      valueOf(await people().addKey(aKey(), BY)),
      valueOf(await people().addKey(aKey(), BY)),
    ];
    const told = await toldBy(async () => valueOf(await people().revokeKey(other.id, BY)));
    expect(told).toEqual([{ keys: [other.id], users: [], sessions: [] }]);
    expect(await people().key(other.id)).toBeNull();
    expect(await people().keys()).toEqual([one]);
    const again = await people().revokeKey(other.id, BY);
    expect(again).toMatchObject({ ok: false, problem: { code: "key-not-found" } });
  });

  test("its number is never given again, since it is a part of the key", async () => {
    const key = valueOf(await people().addKey(aKey(), BY));
    valueOf(await people().revokeKey(key.id, BY));
    expect(valueOf(await people().addKey(aKey(), BY)).id).toBeGreaterThan(key.id);
  });

  test("one that has expired is found: expiry is the caller's to judge", async () => {
    const expiresAt = "2001-01-01T00:00:00.000Z";
    const key = valueOf(await people().addKey(aKey({ expiresAt }), BY));
    expect(await people().key(key.id)).toMatchObject({ key: { expiresAt } });
  });

  test("its use is noted, never an earlier one", async () => {
    const key = valueOf(await people().addKey(aKey(), BY));
    const lastUsedAt = async () => (await people().key(key.id))?.key.lastUsedAt;
    const [earlier, later] = ["2030-01-01T00:00:00.000Z", "2030-01-01T00:01:00.000Z"];
    valueOf(await people().touchKey(key.id, earlier));
    expect(await lastUsedAt()).toBe(earlier);
    valueOf(await people().touchKey(key.id, later));
    valueOf(await people().touchKey(key.id, earlier));
    expect(await lastUsedAt()).toBe(later);
    expect(await people().touchKey(99, later)).toEqual({ ok: true, value: null });
  });
}
