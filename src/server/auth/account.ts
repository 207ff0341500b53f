import "server-only";
import { OPERATOR } from "../../domain/actor.ts";
import { actorOf, type Principal, type Role } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import type { Rate } from "../../domain/token-bucket.ts";
import { readUserName } from "../../domain/user-name.ts";
import { wellFormed } from "../../domain/well-formed.ts";
import type { User } from "../../protocol/people.ts";
import type { Account, By, Identity, NewSession, People } from "../store/people.ts";
import { asResult } from "../store/refusal.ts";
import { CHANNELS, publishFact } from "../telemetry/channel.ts";
import { faultOfPassword, type Passwords } from "./password.ts";
import { LONGEST, principalOf } from "./session.ts";
import { isSetupCode } from "./setup-code.ts";
import { createAddressLimit, type Throttle } from "./throttle.ts";
import { newSecret } from "./token.ts";

/** Setup codes that one address may try: people mistype, and there are 650,000,000,000 of them. */
const SETUP_TRIES: Rate = { burst: 5, perSecond: 0.1 };

/** Characters of what a browser calls itself that are kept. */
const LONGEST_USER_AGENT = 300;

/** Where somebody signs in. */
export interface From {
  /** The peer's address, by which attempts are counted. */
  readonly address: string;
  readonly userAgent: string;
  /** Who they were until now: a session that they had ends. */
  readonly was: Principal | null;
}

/** What somebody signs in with. */
interface Given {
  readonly name: string;
  readonly password: string;
}

/** A session that has begun: the token goes into the cookie, and nowhere else. */
export interface SignedIn {
  readonly token: string;
  readonly principal: Principal;
}

export interface AccountParts {
  readonly people: People;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  /** Null as soon as there was an admin. */
  readonly setupCode: () => string | null;
  readonly now: () => number;
}

export type Accounts = ReturnType<typeof createAccounts>;

/** Signing in, and all else that needs a password. */
export function createAccounts({ people, passwords, throttle, setupCode, now }: AccountParts) {
  const setupTries = createAddressLimit(SETUP_TRIES, now);

  /** `sign-in-failed`, the same for a name that nobody has, `too-many-attempts`, `sign-in-busy`. */
  async function signIn(given: Given, from: From): Promise<Result<SignedIn>> {
    const begun = performance.now();
    const tried = await enter(given, from);
    const outcome = tried.ok ? "signed-in" : tried.problem.code;
    publishFact(CHANNELS.signIn, { via: "password", outcome, ms: performance.now() - begun });
    return tried;
  }

  async function enter({ name, password }: Given, from: From): Promise<Result<SignedIn>> {
    const by = { actor: OPERATOR, address: from.address };
    const proved = await prove(name, password, by);
    if (!proved.ok) return proved;
    const { user, passwordHash, passwordVersion } = proved.value;
    if (passwordHash !== null && passwords.needsRehash(passwordHash)) {
      // Where that fails now, it is done at the next sign-in.
      const anew = await passwords.hash(password);
      if (anew.ok) await people.rehash(user.id, passwordVersion, anew.value);
    }
    const ended = await endWas(from);
    if (!ended.ok) return ended;
    const { secret, session } = newSession("password", from);
    const opened = await people.openSession(user.id, passwordVersion, session, by);
    if (!opened.ok) return opened;
    const { id: userId, name: kept, role } = user;
    const times = { lastUsedAt: now(), expiresAt: Date.parse(session.expiresAt) };
    const found = { id: opened.value, userId, name: kept, role, via: session.via, ...times };
    return ok({ token: secret, principal: principalOf(found, now()) });
  }

  /** For whoever an identity provider has named. `not-allowed` where they are disabled here. */
  async function signInAs(identity: Identity, from: From): Promise<Result<SignedIn>> {
    const ended = await endWas(from);
    if (!ended.ok) return ended;
    const { secret, session } = newSession("oidc", from);
    const by = { actor: OPERATOR, address: from.address };
    const opened = await people.openSessionOf(identity, session, by);
    if (!opened.ok) return opened;
    return ok({ token: secret, principal: principalOf(opened.value, now()) });
  }

  /** Needs the password that they have now. Their other sessions end. */
  async function changePassword(
    principal: Principal,
    { current, password }: { readonly current: string; readonly password: string },
    address: string,
  ): Promise<Result<null>> {
    const user = principal.userId === null ? null : await people.user(principal.userId);
    if (user === null || !user.hasPassword)
      return fail("not-allowed", "Whoever signs in elsewhere has no password here.");
    const fault = await faultOfPassword(password, user.name);
    if (fault !== null) return fail("invalid-body", `password: ${fault}`);
    const by = { actor: actorOf(principal), address };
    const proved = await prove(user.name, current, by);
    if (!proved.ok) {
      const isWrong = proved.problem.code === "sign-in-failed";
      return isWrong ? fail("sign-in-failed", "current: the password is wrong.") : proved;
    }
    const made = await passwords.hash(password);
    return made.ok ? people.setPassword(user.id, made.value, principal.sessionId, by) : made;
  }

  /** By an admin, for somebody who has forgotten theirs. All their sessions end. */
  async function resetPassword(userId: number, password: string, by: By): Promise<Result<null>> {
    const user = await people.user(userId);
    if (user === null) return fail("user-not-found", `There is no user ${userId}.`);
    const made = await newHash(password, user.name);
    return made.ok ? people.setPassword(userId, made.value, null, by) : made;
  }

  /** `invalid-body` says what is wrong with the name or the password. */
  async function addUser(
    {
      name,
      role,
      password,
    }: { readonly name: string; readonly role: Role; readonly password: string },
    by: By,
  ): Promise<Result<User>> {
    const read = readUserName(name);
    if (!read.ok) return read;
    const made = await newHash(password, read.value);
    return made.ok
      ? people.addUser({ name: read.value, role, passwordHash: made.value }, by)
      : made;
  }

  /** Makes the first admin. `setup-closed` once there is one, `wrong-setup-code`. */
  async function setUp(
    {
      code,
      name,
      password,
    }: { readonly code: string; readonly name: string; readonly password: string },
    address: string,
  ): Promise<Result<User>> {
    const by = { actor: OPERATOR, address };
    const wanted = setupCode();
    if (wanted === null || (await people.hasAdmin()))
      return fail("setup-closed", "There is an admin already: sign in.");
    const tries = setupTries.take(address);
    if (!tries.ok) return tries;
    if (!isSetupCode(code, wanted)) {
      await people.noteFailure("", "setup code", by);
      return fail("wrong-setup-code", "code: must be the one on the server's standard error.");
    }
    tries.value.giveBack();
    const read = readUserName(name);
    if (!read.ok) return read;
    const made = await newHash(password, read.value);
    return made.ok ? people.addFirstAdmin(read.value, made.value, by) : made;
  }

  /** Whose password it is. Every way to fail takes as long and is answered alike (ASVS 6.3.8). */
  async function prove(name: string, password: string, by: By): Promise<Result<Account>> {
    const attempt = throttle.begin(name, by.address ?? "");
    if (!attempt.ok) return attempt;
    const read = readUserName(name);
    const account = read.ok
      ? await asResult(async () => ok(await people.account(read.value)))
      : ok(null);
    const verified = account.ok
      ? await passwords.verify(password, account.value?.passwordHash ?? null)
      : account;
    if (!verified.ok) {
      attempt.value.abandoned();
      return verified;
    }
    if (account.ok && account.value !== null && verified.value) {
      attempt.value.succeeded();
      return ok(account.value);
    }
    // Where it cannot be noted it has failed all the same.
    await people.noteFailure(read.ok ? read.value : "", "password", by);
    return fail("sign-in-failed", "The name or the password is wrong.");
  }

  async function newHash(password: string, name: string): Promise<Result<string>> {
    const fault = await faultOfPassword(password, name);
    return fault === null ? passwords.hash(password) : fail("invalid-body", `password: ${fault}`);
  }

  /** Ends the session that the browser had (ASVS 7.2.4), lest its token outlive the cookie. */
  async function endWas({ was, address }: From): Promise<Result<null>> {
    if (was === null || was.sessionId === null) return ok(null);
    const ended = await people.endSession(was.sessionId, { actor: actorOf(was), address });
    return ended.ok || ended.problem.code === "session-not-found" ? ok(null) : ended;
  }

  function newSession(via: NewSession["via"], { userAgent }: From) {
    const { secret, hash } = newSecret();
    const session: NewSession = {
      tokenHash: hash,
      via,
      userAgent: wellFormed(userAgent.slice(0, LONGEST_USER_AGENT)),
      expiresAt: new Date(now() + LONGEST).toISOString(),
    };
    return { secret, session };
  }

  return { signIn, signInAs, changePassword, resetPassword, addUser, setUp };
}
