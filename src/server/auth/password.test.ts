import { dictionary } from "@zxcvbn-ts/language-common";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Result } from "../../domain/problem.ts";
import { COST, createPasswords, faultOfPassword } from "./password.ts";

/** As cheap as the algorithm allows: what it costs is for nobody to find out here. */
const CHEAP = { memory: 8, passes: 1, parallelism: 1 };
const passwords = createPasswords(CHEAP);

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.detail);
  return result.value;
}

async function hashOf(password: string): Promise<string> {
  return valueOf(await passwords.hash(password));
}

async function isTaken(password: string, kept: string | null): Promise<boolean> {
  return valueOf(await passwords.verify(password, kept));
}

test("ASVS 11.4.2: is kept as argon2id at OWASP's cost, each with a salt of its own", async () => {
  const { hash, needsRehash } = createPasswords();
  const kept = valueOf(await hash("correct horse"));
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$[\w+/]{22}\$[\w+/]{43}$/u);
  expect(needsRehash(kept)).toBe(false);
  expect(COST.memory * COST.passes).toBeGreaterThanOrEqual(47_104);
  expect(await hashOf("correct horse")).not.toBe(await hashOf("correct horse"));
});

// One of the test vectors of the reference implementation (P-H-C/phc-winner-argon2, src/test.c).
test("is told from a hash that another program made", async () => {
  const kept =
    "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  expect(await isTaken("password", kept)).toBe(true);
  expect(await isTaken("Password", kept)).toBe(false);
  expect(passwords.needsRehash(kept)).toBe(true);
});

test("is told again from its hash, at whichever cost that was made", async () => {
  const dear = createPasswords({ memory: 64, passes: 3, parallelism: 2 });
  const kept = valueOf(await dear.hash("correct horse"));
  expect(await isTaken("correct horse", kept)).toBe(true);
  expect(await isTaken("correct  horse", kept)).toBe(false);
  expect(passwords.needsRehash(kept)).toBe(true);
  expect(dear.needsRehash(kept)).toBe(false);
});

test("ASVS 6.2.8: is compared as it was received", async () => {
  const kept = await hashOf(" Correct Horse ");
  expect(await isTaken(" Correct Horse ", kept)).toBe(true);
  for (const other of ["Correct Horse", " correct horse ", " Correct Horse", " Correct Horse \0"])
    expect(await isTaken(other, kept)).toBe(false);
  // No end of it is left out, as bcrypt does after 72 bytes.
  const long = "x".repeat(1_023);
  const keptLong = await hashOf(`${long}a`);
  expect(await isTaken(`${long}a`, keptLong)).toBe(true);
  expect(await isTaken(`${long}b`, keptLong)).toBe(false);
});

test("the same letters are the same, from whichever keyboard", async () => {
  expect(await isTaken("Zoë's caf\u00E9", await hashOf("Zoe\u0308's cafe\u0301"))).toBe(true);
});

test("nobody has a password, however it is guessed", async () => {
  for (const password of ["", "correct horse", "x".repeat(100_000)])
    expect(await isTaken(password, null)).toBe(false);
});

test.each([
  "",
  "$argon2id$",
  "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
  "$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQxMjM0NTY3OA$c29tZXNhbHQxMjM0NTY3OA",
])("what is kept as %j is nobody's", async (kept) => {
  expect(await isTaken("", kept)).toBe(false);
  expect(await isTaken("correct horse", kept)).toBe(false);
});

test("two are made at a time, 20 wait, and the others are told to come back", async () => {
  const made = await Promise.all(Array.from({ length: 30 }, () => passwords.hash("correct horse")));
  const refused = made.flatMap((result) => (result.ok ? [] : [result.problem.code]));
  expect(refused).toEqual(Array.from({ length: 8 }, () => "sign-in-busy"));
  expect(made.slice(0, 22).every(({ ok }) => ok)).toBe(true);
  // And when they are done there is room again.
  expect((await passwords.hash("correct horse")).ok).toBe(true);
});

test("ASVS 6.2.1: must have 8 characters, as people count them", async () => {
  expect(await faultOfPassword("héllo w", "mira")).toMatch(/8 characters or more/u);
  expect(await faultOfPassword("e\u0301".repeat(7), "mira")).toMatch(/8 characters or more/u);
  expect(await faultOfPassword("😀".repeat(7), "mira")).toMatch(/8 characters or more/u);
  expect(await faultOfPassword("héllo wö", "mira")).toBeNull();
});

test("ASVS 6.2.9: may be long", async () => {
  for (const length of [64, 128, 1_024])
    expect(await faultOfPassword("w".repeat(length), "mira")).toBeNull();
  expect(await faultOfPassword("w".repeat(1_025), "mira")).toMatch(/shorter/u);
  expect(await faultOfPassword("e\u0301".repeat(1_000_000), "mira")).toMatch(/shorter/u);
});

test("ASVS 6.2.5: may be made of anything", async () => {
  for (const password of [
    "zqkwmxpv",
    "83920174",
    "        ",
    "?!?!;;,.",
    "пароль мой",
    "\u{1F5DD}".repeat(8),
  ])
    expect(await faultOfPassword(password, "mira")).toBeNull();
});

test("ASVS 6.2.4: is none of the 3,000 most common that are long enough, in any case", async () => {
  const ranked: readonly string[] = dictionary["passwords-common"];
  const top = ranked.filter(({ length }) => length >= 8).slice(0, 3_000);
  expect(top).toHaveLength(3_000);
  for (const password of [...top, "Password1", "QWERTYUIOP"])
    expect(await faultOfPassword(password, "mira")).toMatch(/most common/u);
});

test.each([
  "tocsin123",
  "Tocsin!!",
  "mirakovac",
  "MiraKovac2026",
  "mirakovac-tocsin",
  "tocsintocsin",
])("ASVS 6.2.11: %s is what anybody would try", async (password) => {
  expect(await faultOfPassword(password, "MiraKovac")).toMatch(/choose another/u);
});

test("a name within a password is no fault", async () => {
  expect(await faultOfPassword("mirakovac rides a horse", "MiraKovac")).toBeNull();
  expect(await faultOfPassword("ring the tocsin at noon", "mira")).toBeNull();
});

test("whatever it is, there is an answer", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), fc.string(), async (password, name) => {
      const fault = await faultOfPassword(password, name);
      const isKnown = await isTaken(password, await hashOf(password));
      expect(isKnown || fault !== null).toBe(true);
    }),
  );
});
