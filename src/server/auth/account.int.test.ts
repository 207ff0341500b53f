import { expect, test } from "vitest";
import type { Principal } from "../../domain/principal.ts";
import type { Result } from "../../domain/problem.ts";
import { valueOf } from "../store/conformance/subject.ts";
import { openScratchPeople } from "../store/sqlite/people.fixture.ts";
import { createAccounts, type From, type SignedIn } from "./account.ts";
import { createCookie } from "./cookie.ts";
import { createIdentify } from "./identify.ts";
import { createPasswords } from "./password.ts";
import { createThrottle } from "./throttle.ts";

const BY = { actor: "user:root", address: "192.0.2.1" } as const;
const CODE = "ABCD-EFGH";
const PASSWORD = "ring at noon";
const FROM: From = { address: "192.0.2.7", userAgent: "a browser", was: null };
/** As a provider names her. */
const ZOE = {
  issuer: "https://id.example",
  subject: "1",
  name: "zoe",
  role: "viewer",
} as const;
/** As cheap as the algorithm allows. */
const CHEAP = { memory: 8, passes: 1, parallelism: 1 };

/** Accounts over people in SQLite. */
function opened(setupCode: string | null = CODE) {
  const scratch = openScratchPeople();
  const { people, clock } = scratch;
  const now = () => clock.now;
  const parts = { people, throttle: createThrottle(now), setupCode: () => setupCode, now };
  const accounts = createAccounts({ ...parts, passwords: createPasswords(CHEAP) });
  const cookie = createCookie("tocsin", null);
  const identify = createIdentify({ people, cookie, proxied: null, anonymous: () => "none", now });

  return {
    ...scratch,
    ...accounts,
    parts,
    add: (name: string, password = PASSWORD) =>
      accounts.addUser({ name, role: "operator", password }, BY).then(valueOf),
    signedIn: (name: string, password = PASSWORD, from = FROM) =>
      accounts.signIn({ name, password }, from).then(valueOf),
    async isIn({ token }: SignedIn) {
      return (await identify({ cookie: [`tocsin=${token}`] }, "192.0.2.7")).ok;
    },
    audit: async () =>
      (await people.audit(null, 100)).map(
        ({ type, on, actor }) => `${type} ${on ?? ""} by ${actor}`,
      ),
  };
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? "ok" : result.problem.code;
}

test("who knows the password is let in, and that stands in the audit", async () => {
  using scratch = opened();
  const mira = await scratch.add("Mira");
  const { principal, token } = await scratch.signedIn(" mira ");
  expect(principal).toMatchObject({
    name: "user:Mira",
    role: "operator",
    via: "password",
    userId: mira.id,
    until: scratch.clock.now + 12 * 3_600_000,
  });
  expect(await scratch.isIn({ principal, token })).toBe(true);
  expect(await scratch.people.sessions(mira.id)).toMatchObject([
    { id: principal.sessionId, address: "192.0.2.7", userAgent: "a browser" },
  ]);
  expect((await scratch.audit())[0]).toBe("signed-in user:Mira by user:Mira");
});

test("ASVS 6.3.8: all who fail are told the same, after the same work", async () => {
  using scratch = opened();
  await scratch.add("mira");
  const disabled = await scratch.add("tom");
  valueOf(await scratch.people.changeUser(disabled.id, { disabled: true }, BY));
  valueOf(await scratch.signInAs(ZOE, FROM));
  const failures = [];
  for (const name of ["mira", "tom", "zoe", "nobody"]) {
    const failed = await scratch.signIn({ name, password: "not it at all" }, FROM);
    expect(codeOf(failed)).toBe("sign-in-failed");
    failures.push(JSON.stringify(failed));
  }
  failures.push(JSON.stringify(await scratch.signIn({ name: "tom", password: PASSWORD }, FROM)));
  expect(new Set(failures).size).toBe(1);
});

test("ASVS 6.3.8: a name that nobody has costs a hash like any other", async () => {
  using scratch = opened();
  await scratch.add("mira");
  const { parts } = scratch;
  const asked: (string | null)[] = [];
  const passwords = createPasswords(CHEAP);
  const verify: typeof passwords.verify = (password, kept) => {
    asked.push(kept === null ? null : "kept");
    return passwords.verify(password, kept);
  };
  const { signIn } = createAccounts({ ...parts, passwords: { ...passwords, verify } });
  for (const name of ["mira", "nobody", "", "a\0b", "x".repeat(500_000)])
    expect(codeOf(await signIn({ name, password: "not it at all" }, FROM))).toBe("sign-in-failed");
  expect(asked).toEqual(["kept", null, null, null, null]);
});

test("failures are noted, and what was typed for a name only where it is one", async () => {
  using scratch = opened();
  await scratch.add("mira");
  await scratch.signIn({ name: "mira", password: "not it" }, FROM);
  await scratch.signIn({ name: "ring at noon", password: "mira" }, FROM);
  const entries = await scratch.people.audit(null, 2);
  expect(entries).toMatchObject([
    { type: "sign-in-failed" },
    { type: "sign-in-failed", address: "192.0.2.7" },
  ]);
  expect(JSON.stringify(entries)).not.toContain("ring at noon");
  expect(JSON.stringify(entries)).toContain("mira");
});

test("guesses are slowed down, and the password itself then, too", async () => {
  using scratch = opened();
  await scratch.add("mira");
  for (let guess = 0; guess < 3; guess += 1) {
    expect(codeOf(await scratch.signIn({ name: "mira", password: "not it" }, FROM))).toBe(
      "sign-in-failed",
    );
  }
  expect(await scratch.signIn({ name: "MIRA", password: PASSWORD }, FROM)).toMatchObject({
    problem: { code: "too-many-attempts", retryAfter: 1 },
  });
  scratch.clock.now += 1_000;
  await scratch.signedIn("mira");
});

test("guesses made at once are no more than those made one by one", async () => {
  using scratch = opened();
  await scratch.add("mira");
  const guesses = Array.from({ length: 15 }, () =>
    scratch.signIn({ name: "mira", password: "not it" }, FROM),
  );
  const codes = (await Promise.all(guesses)).map(codeOf);
  expect(codes.filter((code) => code === "sign-in-failed")).toHaveLength(3);
  expect(codes.filter((code) => code === "too-many-attempts")).toHaveLength(12);
});

test("whoever finds too many before them is told to come back, and has not failed", async () => {
  using scratch = opened();
  await scratch.add("mira");
  const many = Array.from({ length: 40 }, (_, index) =>
    scratch.signIn(
      { name: `user ${index}`, password: "not it" },
      { ...FROM, address: `10.0.0.${index}` },
    ),
  );
  const codes = (await Promise.all(many)).map(codeOf);
  expect(new Set(codes)).toEqual(new Set(["sign-in-failed", "sign-in-busy"]));
  expect(codes.filter((code) => code === "sign-in-busy")).toHaveLength(18);
  for (let again = 0; again < 3; again += 1) {
    const busy = scratch.signIn(
      { name: "user 39", password: "not it" },
      { ...FROM, address: "10.0.0.39" },
    );
    expect(codeOf(await busy)).toBe("sign-in-failed");
  }
});

test("ASVS 7.2.4: who signs in again has a new token, and the old one ends", async () => {
  using scratch = opened();
  await scratch.add("mira");
  await scratch.add("tom");
  const first = await scratch.signedIn("mira");
  const elsewhere = await scratch.signedIn("mira");
  const second = await scratch.signedIn("tom", PASSWORD, { ...FROM, was: first.principal });
  expect(second.token).not.toBe(first.token);
  expect(await Promise.all([first, elsewhere, second].map(scratch.isIn))).toEqual([
    false,
    true,
    true,
  ]);
  // And who had one that has ended meanwhile is let in all the same.
  const third = await scratch.signedIn("mira", PASSWORD, { ...FROM, was: first.principal });
  expect(await scratch.isIn(third)).toBe(true);
  // A failure ends nothing.
  await scratch.signIn({ name: "mira", password: "not it" }, { ...FROM, was: third.principal });
  expect(await scratch.isIn(third)).toBe(true);
});

test("a password that is kept at another cost is kept anew at the sign-in", async () => {
  using scratch = opened();
  await scratch.add("mira");
  const before = (await scratch.people.account("mira"))?.passwordHash;
  await scratch.signedIn("mira");
  expect((await scratch.people.account("mira"))?.passwordHash).toBe(before);
  const dearer = createPasswords({ ...CHEAP, passes: 2 });
  const { signIn } = createAccounts({ ...scratch.parts, passwords: dearer });
  const failed = await signIn({ name: "mira", password: "not it" }, FROM);
  expect(codeOf(failed)).toBe("sign-in-failed");
  expect((await scratch.people.account("mira"))?.passwordHash).toBe(before);
  const { principal, token } = valueOf(await signIn({ name: "mira", password: PASSWORD }, FROM));
  expect((await scratch.people.account("mira"))?.passwordHash).toContain("t=2");
  expect(await scratch.isIn({ principal, token })).toBe(true);
  await scratch.signedIn("mira");
});

test("ASVS 6.2.2, 6.2.3 and 7.4.3: people change their password with the one they have, and their other sessions end", async () => {
  using scratch = opened();
  await scratch.add("mira");
  const [here, there] = [await scratch.signedIn("mira"), await scratch.signedIn("mira")];
  const change = (current: string, password: string) =>
    scratch.changePassword(here.principal, { current, password }, "192.0.2.7");
  expect(await change("not it", "a new sentence")).toMatchObject({
    problem: { code: "sign-in-failed", detail: "current: the password is wrong." },
  });
  expect(await change(PASSWORD, "short")).toMatchObject({
    problem: { code: "invalid-body", detail: expect.stringContaining("8 characters") },
  });
  expect(await Promise.all([here, there].map(scratch.isIn))).toEqual([true, true]);
  valueOf(await change(PASSWORD, "a new sentence"));
  expect(await Promise.all([here, there].map(scratch.isIn))).toEqual([true, false]);
  expect(codeOf(await scratch.signIn({ name: "mira", password: PASSWORD }, FROM))).toBe(
    "sign-in-failed",
  );
  await scratch.signedIn("mira", "a new sentence");
});

test("who guesses the current password of a session that they have found is slowed down", async () => {
  using scratch = opened();
  await scratch.add("mira");
  const { principal } = await scratch.signedIn("mira");
  const guess = () =>
    scratch.changePassword(
      principal,
      { current: "not it", password: "a new sentence" },
      "192.0.2.9",
    );
  expect([codeOf(await guess()), codeOf(await guess()), codeOf(await guess())]).toEqual(
    Array.from({ length: 3 }, () => "sign-in-failed"),
  );
  expect(codeOf(await guess())).toBe("too-many-attempts");
});

test("who has no password here cannot change it", async () => {
  using scratch = opened();
  const { principal } = valueOf(await scratch.signInAs(ZOE, FROM));
  const strangers: Principal[] = [
    principal,
    { ...principal, userId: null },
    { ...principal, userId: 99 },
  ];
  for (const stranger of strangers) {
    const changed = scratch.changePassword(
      stranger,
      { current: "", password: "a new sentence" },
      "",
    );
    expect(codeOf(await changed)).toBe("not-allowed");
  }
});

test("an admin gives somebody a new password, and all their sessions end", async () => {
  using scratch = opened();
  const { id } = await scratch.add("mira");
  const session = await scratch.signedIn("mira");
  expect(codeOf(await scratch.resetPassword(id, "password1", BY))).toBe("invalid-body");
  expect(codeOf(await scratch.resetPassword(99, "a new sentence", BY))).toBe("user-not-found");
  valueOf(await scratch.resetPassword(id, "a new sentence", BY));
  expect(await scratch.isIn(session)).toBe(false);
  await scratch.signedIn("mira", "a new sentence");
});

test("a user is added only with a name and a password that can be taken", async () => {
  using scratch = opened();
  const add = (name: string, password: string) =>
    scratch.addUser({ name, role: "viewer", password }, BY);
  expect(await add("", PASSWORD)).toMatchObject({
    problem: { detail: expect.stringMatching(/^name: /u) },
  });
  expect(await add("mira", "tooshrt")).toMatchObject({
    problem: { code: "invalid-body", detail: expect.stringMatching(/^password: /u) },
  });
  expect(await scratch.people.users()).toEqual([]);
  expect(await add(" mira ", PASSWORD)).toMatchObject({ value: { name: "mira", role: "viewer" } });
  expect(codeOf(await add("MIRA", PASSWORD))).toBe("name-taken");
});

test("who reads the setup code makes the first admin, and nobody a second one", async () => {
  using scratch = opened();
  const setUp = (code: string, name = "mira", password = PASSWORD) =>
    scratch.setUp({ code, name, password }, "192.0.2.7");
  expect(codeOf(await setUp("ABCD-EFGJ"))).toBe("wrong-setup-code");
  expect(codeOf(await setUp(CODE, "mira", "short"))).toBe("invalid-body");
  expect(codeOf(await setUp(CODE, ""))).toBe("invalid-body");
  // Both passwords are hashed at once, and whose is done first comes in.
  const both = (await Promise.all([setUp(" abcd efgh "), setUp(CODE, "tom")])).map(codeOf);
  expect(both.toSorted()).toEqual(["ok", "setup-closed"]);
  const first = both[0] === "ok" ? "mira" : "tom";
  expect(await scratch.people.users()).toMatchObject([{ name: first, role: "admin" }]);
  expect(codeOf(await setUp(CODE))).toBe("setup-closed");
  expect(codeOf(await setUp("ABCD-EFGJ"))).toBe("setup-closed");
  await scratch.signedIn(first);
});

test("a setup code is tried few times from one address, and mistakes in the rest do not count", async () => {
  using scratch = opened();
  const setUp = (code: string, address: string) =>
    scratch.setUp({ code, name: "mira", password: "short" }, address).then(codeOf);
  for (let time = 0; time < 10; time += 1)
    expect(await setUp(CODE, "192.0.2.7")).toBe("invalid-body");
  for (let time = 0; time < 5; time += 1)
    expect(await setUp("ABCD-EFGJ", "192.0.2.7")).toBe("wrong-setup-code");
  expect(await setUp("ABCD-EFGJ", "192.0.2.7")).toBe("too-many-attempts");
  // Nobody is kept out by somebody else.
  expect(await setUp(CODE, "192.0.2.8")).toBe("invalid-body");
  scratch.clock.now += 10_000;
  expect(await setUp(CODE, "192.0.2.7")).toBe("invalid-body");
});

test("without a code there is no setup", async () => {
  using scratch = opened(null);
  const setUp = scratch.setUp({ code: "", name: "mira", password: PASSWORD }, "192.0.2.7");
  expect(codeOf(await setUp)).toBe("setup-closed");
});

test("whom a provider names comes in as themselves, with the role that it gives now", async () => {
  using scratch = opened();
  const first = valueOf(await scratch.signInAs(ZOE, FROM));
  expect(first.principal).toMatchObject({ name: "user:zoe", role: "viewer", via: "oidc" });
  const again = { ...FROM, was: first.principal };
  const second = valueOf(await scratch.signInAs({ ...ZOE, name: "zoë", role: "admin" }, again));
  expect(second.principal).toMatchObject({ name: "user:zoe", role: "admin" });
  expect(await Promise.all([first, second].map(scratch.isIn))).toEqual([false, true]);
});

test("no secret is kept, noted or answered", async () => {
  using scratch = opened();
  await scratch.add("mira");
  const { token } = await scratch.signedIn("mira");
  const failed = await scratch.signIn({ name: "mira", password: "canary-of-a-password" }, FROM);
  const rows = ["users", "sessions", "keys", "audit"].map((table) =>
    scratch.tables.$client.prepare(`select * from ${table}`).all(),
  );
  const all = JSON.stringify([rows, failed]);
  expect(all).toContain("mira");
  for (const secret of [PASSWORD, "canary-of-a-password", token]) expect(all).not.toContain(secret);
});
