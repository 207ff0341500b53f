import "server-only";
import * as v from "valibot";
import type { Principal } from "../../domain/principal.ts";
import { ok, type Result } from "../../domain/problem.ts";
import { readInput } from "../../protocol/input.ts";
import {
  type SessionAnswer,
  sessionSchema,
  type WaysIn,
  waysInSchema,
} from "../../protocol/session.ts";
import { userSchema } from "../../protocol/people.ts";
import type { Accounts } from "../auth/account.ts";
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

/** Characters; the rules of names and passwords say what is wrong with less. */
const MAX_TEXT = 5_000;
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));

const signInSchema = v.object({ name: text, password: text });
const setUpSchema = v.object({ code: text, name: text, password: text });

/** Coming in, saying who one is, and going. */
export function sessionRoutes({ people, accounts, cookie, waysIn }: SessionParts): Route[] {
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
      async handle({ body, address, userAgent, caller, setCookie }) {
        const input = readInput(signInSchema, body);
        if (!input.ok) return input;
        const was = caller.ok ? caller.value : null;
        const signedIn = await accounts.signIn(input.value, { address, userAgent, was });
        if (!signedIn.ok) return signedIn;
        setCookie(cookie.set(signedIn.value.token));
        return ok(sessionOf(signedIn.value.principal));
      },
    },
    {
      method: "GET",
      path: "/api/session",
      summary: "Who is asking",
      need: "nothing",
      answer: sessionSchema,
      handle: ({ caller }) => (caller.ok ? ok(sessionOf(caller.value)) : caller),
    },
    {
      method: "DELETE",
      path: "/api/session",
      summary: "Sign out",
      need: "nothing",
      answer: v.null(),
      status: 204,
      async handle({ caller, address, setCookie }): Promise<Result<null>> {
        setCookie(cookie.clear());
        if (!caller.ok || caller.value.sessionId === null) return ok(null);
        const ended = await people.endSession(caller.value.sessionId, byOf(caller.value, address));
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
