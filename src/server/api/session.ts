import "server-only";
import * as v from "valibot";
import { type Principal } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { readInput } from "../../protocol/input.ts";
import {
  type SessionAnswer,
  sessionSchema,
  type WaysIn,
  waysInSchema,
} from "../../protocol/session.ts";
import { userSchema } from "../../protocol/people.ts";
import type { Accounts, SignedIn } from "../auth/account.ts";
import type { Cookie } from "../auth/cookie.ts";
import type { Route } from "../http/route.ts";
import type { People } from "../store/people.ts";
import { byOf } from "./by.ts";

/** What signing in is made of. */
export interface SessionParts {
  readonly people: People;
  readonly accounts: Accounts;
  readonly cookie: Cookie;
  readonly waysIn: () => WaysIn;
}

/** Bytes of a password, in characters: what is longer is told so by the rules of passwords. */
const MAX_TEXT = 5_000;
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));

const signInSchema = v.object({ name: text, password: text });
const setUpSchema = v.object({ code: text, name: text, password: text });
const nothing = v.null();

/** Coming in, saying who one is, and going. */
export function sessionRoutes({ people, accounts, cookie, waysIn }: SessionParts): Route[] {
  function begin({ token, principal }: SignedIn, setCookie: (cookie: string) => void) {
    setCookie(cookie.set(token));
    return ok(sessionOf(principal));
  }

  return [
    {
      method: "GET",
      path: "/api/sign-in",
      summary: "How one may come in",
      need: "nothing",
      answer: waysInSchema,
      handle: () => ok(waysIn()),
    },
    {
      method: "POST",
      path: "/api/session",
      summary: "Sign in with a password",
      need: "nothing",
      bringsProof: true,
      body: signInSchema,
      answer: sessionSchema,
      async handle({ body, address, userAgent, principal, setCookie }) {
        const input = readInput(signInSchema, body);
        if (!input.ok) return input;
        const signedIn = await accounts.signIn(input.value, { address, userAgent, was: principal });
        return signedIn.ok ? begin(signedIn.value, setCookie) : signedIn;
      },
    },
    {
      method: "GET",
      path: "/api/session",
      summary: "Who is asking",
      need: "nothing",
      answer: sessionSchema,
      handle: ({ principal }) =>
        principal === null
          ? fail("sign-in-required", "Sign in, or send a key.")
          : ok(sessionOf(principal)),
    },
    {
      method: "DELETE",
      path: "/api/session",
      summary: "Sign out",
      need: "nothing",
      answer: nothing,
      status: 204,
      async handle({ principal, address, setCookie }): Promise<Result<null>> {
        setCookie(cookie.clear());
        if (principal === null || principal.sessionId === null) return ok(null);
        const ended = await people.endSession(principal.sessionId, byOf(principal, address));
        return ended.ok || ended.problem.code === "session-not-found" ? ok(null) : ended;
      },
    },
    {
      method: "POST",
      path: "/api/setup",
      summary: "Make the first admin, with the code from the server's standard error",
      need: "nothing",
      bringsProof: true,
      body: setUpSchema,
      answer: userSchema,
      status: 201,
      async handle({ body, address }) {
        const input = readInput(setUpSchema, body);
        return input.ok ? accounts.setUp(input.value, address) : input;
      },
    },
  ];
}

export function sessionOf({ name, role, via }: Principal): SessionAnswer {
  return { principal: name, role, via };
}
