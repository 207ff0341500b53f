import "server-only";
import { LRUCache } from "lru-cache";
import type { Time } from "../../domain/alert.ts";
import { type Principal, type Role, scopesOf } from "../../domain/principal.ts";
import { fail, ok, type Problem, type Result } from "../../domain/problem.ts";
import type { FoundKey, People } from "../store/people.ts";
import { asResult } from "../store/refusal.ts";
import { type SentKey, sentKeyOf } from "./authorization.ts";
import type { Cookie } from "./cookie.ts";
import type { Headers } from "./proxy.ts";
import { createRecent } from "./recent.ts";
import { IDLE, principalOf } from "./session.ts";
import { areEqual, isToken, secretHashOf } from "./token.ts";

/** How often (ms) the use of a session or a key is written down at most. */
const TOUCH_EVERY = 60_000;
const MOST_TOUCHED = 10_000;

/** What those may do who say nothing of who they are; `open` where there is nobody to sign in as. */
export type Anonymous = "none" | "viewer" | "operator" | "open";

/** What nobody has set up can be used, but not given away: making the first admin takes the setup code. */
const OPEN_ROLE: Role = "operator";

/** What showed who it is. */
export type Credential = "bearer" | "basic" | "proxy" | "cookie" | "none";

export interface Identified {
  readonly principal: Principal;
  readonly credential: Credential;
}

/** Who it is, or what is wrong with what it says; `staleCookie` where our cookie is to be taken back. */
export type Identification =
  | { readonly ok: true; readonly value: Identified }
  | { readonly ok: false; readonly problem: Problem; readonly staleCookie: boolean };

export interface IdentifyParts {
  readonly people: Pick<People, "session" | "key" | "touchSession" | "touchKey" | "onChanged">;
  readonly cookie: Cookie;
  /** Null where no proxy is trusted. */
  readonly proxied:
    | ((headers: Headers, peer: string | undefined) => Result<Principal | null>)
    | null;
  /** Asked each time, since `open` ends with the first admin. */
  readonly anonymous: () => Anonymous;
  readonly now: () => number;
}

/**
 * Tells who makes a request, by the first that it has: a key, the word of a proxy, the cookie of a
 * session. Only who has none of them is anonymous; whoever shows a wrong one is refused, since they
 * mean to be somebody, and what they do must not be done in nobody's name.
 */
export function createIdentify({ people, cookie, proxied, anonymous, now }: IdentifyParts) {
  const recent = createRecent(people, now);
  const touched = new LRUCache<string, number>({ max: MOST_TOUCHED });

  async function identify(headers: Headers, peer: string | undefined): Promise<Identification> {
    const sent = sentKeyOf(headers["authorization"]);
    if (!sent.ok) return refused(sent.problem);
    if (sent.value !== null) return byKey(sent.value);
    const said = proxied?.(headers, peer) ?? ok(null);
    if (!said.ok) return refused(said.problem);
    if (said.value !== null) return identified(said.value, "proxy");
    const token = cookie.read(headers["cookie"]);
    return token === null ? byNothing() : byCookie(token);
  }

  async function byKey({ id, secret, scheme }: SentKey): Promise<Identification> {
    const found = await asResult(async () => ok(await recent.key(id)));
    if (!found.ok) return refused(found.problem);
    if (found.value === null || !areEqual(secretHashOf(secret), found.value.secretHash))
      return refused(
        fail("sign-in-required", `Authorization: key ${id} is wrong or was revoked.`).problem,
      );
    const principal = keyPrincipal(found.value);
    if (principal.until <= now()) return refused(expired(found.value).problem);
    touch(`key ${id}`, timeOf(found.value.key.lastUsedAt), (at) => people.touchKey(id, at));
    return identified(principal, scheme);
  }

  async function byCookie(token: string): Promise<Identification> {
    const found = await asResult(async () =>
      ok(isToken(token) ? await recent.session(secretHashOf(token)) : null),
    );
    if (!found.ok) return refused(found.problem);
    const session = found.value;
    const time = now();
    const isLive = session !== null && time < session.expiresAt && time - session.lastUsedAt < IDLE;
    if (isLive) {
      touch(`session ${session.id}`, session.lastUsedAt, (at) =>
        people.touchSession(session.id, at),
      );
      return identified(principalOf(session, time), "cookie");
    }
    // Ports share their cookies: another Tocsin on this machine may have set it.
    if (anonymous() === "open") return byNothing();
    const { problem } = fail("sign-in-required", "The session has ended. Sign in again.");
    return { ok: false, problem, staleCookie: true };
  }

  function byNothing(): Identification {
    const whoever = anonymous();
    if (whoever === "none")
      return refused(fail("sign-in-required", "Sign in, or send a key.").problem);
    return identified(anonymousPrincipal(whoever === "open" ? OPEN_ROLE : whoever), "none");
  }

  /** Not waited for: who is let in does not depend on it, and the store says itself that it cannot write. */
  function touch(
    who: string,
    lastUsedAt: number,
    write: (at: Time) => Promise<Result<null>>,
  ): void {
    const time = now();
    if (time - Math.max(lastUsedAt, touched.get(who) ?? -Infinity) < TOUCH_EVERY) return;
    touched.set(who, time);
    write(new Date(time).toISOString()).catch(() => {});
  }

  return identify;
}

function identified(principal: Principal, credential: Credential): Identification {
  return { ok: true, value: { principal, credential } };
}

function refused(problem: Problem): Identification {
  return { ok: false, problem, staleCookie: false };
}

/** Who has its secret may hear its name, which tells whoever reads the log where to look. */
function expired({ key: { id, name } }: FoundKey) {
  return fail("sign-in-required", `Authorization: key ${id} (${name}) has expired.`);
}

function keyPrincipal({ key }: FoundKey): Principal {
  return {
    name: `key:${key.name}`,
    role: null,
    scopes: key.scopes,
    via: "key",
    source: key.source,
    userId: null,
    sessionId: null,
    keyId: key.id,
    until: key.expiresAt === null ? Infinity : Date.parse(key.expiresAt),
  };
}

function anonymousPrincipal(role: Role): Principal {
  return {
    name: "anonymous",
    role,
    scopes: scopesOf(role),
    via: "open",
    source: null,
    userId: null,
    sessionId: null,
    keyId: null,
    until: Infinity,
  };
}

function timeOf(time: Time | null): number {
  return time === null ? -Infinity : Date.parse(time);
}
