import "server-only";
import * as v from "valibot";
import { type Principal, ROLES } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { readInput } from "../../protocol/input.ts";
import {
  type Audit,
  auditSchema,
  type OpenSession,
  openSessionsSchema,
  userSchema,
  usersSchema,
} from "../../protocol/people.ts";
import { readParameters } from "../../protocol/parameters.ts";
import type { Accounts } from "../auth/account.ts";
import type { Admitted, Route } from "../http/route.ts";
import type { People } from "../store/people.ts";
import { byOf } from "./by.ts";

const MAX_TEXT = 5_000;
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));

const newUserSchema = v.object({ name: text, role: v.picklist(ROLES), password: text });
const changeSchema = v.object({
  role: v.optional(v.picklist(ROLES)),
  disabled: v.optional(v.boolean()),
});
/** Whoever changes their own says the one they have as well. */
const passwordSchema = v.object({ password: text, current: v.optional(text) });
const nothing = v.null();

const MAX_AUDIT = 200;
const AUDIT = 50;

const auditParameters = v.object({
  before: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_AUDIT))),
});

/** Who may come in, what they have open, and what was noted of them. */
export function peopleRoutes(people: People, accounts: Accounts): Route[] {
  return [
    {
      method: "GET",
      path: "/api/users",
      summary: "Everyone who may sign in",
      need: "admin",
      answer: usersSchema,
      handle: async () => ok({ users: await people.users() }),
    },
    {
      method: "POST",
      path: "/api/users",
      summary: "Let somebody sign in",
      need: "admin",
      body: newUserSchema,
      answer: userSchema,
      status: 201,
      async handle({ body, principal, address }) {
        const input = readInput(newUserSchema, body);
        return input.ok ? accounts.addUser(input.value, byOf(principal, address)) : input;
      },
    },
    {
      method: "PUT",
      path: "/api/users/:id",
      summary: "Give somebody another role, or keep them out for a while",
      need: "admin",
      body: changeSchema,
      answer: userSchema,
      async handle({ id, body, principal, address }) {
        const input = readInput(changeSchema, body);
        if (!input.ok) return input;
        const { role, disabled } = input.value;
        const change = {
          ...(role === undefined ? {} : { role }),
          ...(disabled === undefined ? {} : { disabled }),
        };
        return people.changeUser(id, change, byOf(principal, address));
      },
    },
    {
      method: "DELETE",
      path: "/api/users/:id",
      summary: "Keep somebody out for good",
      need: "admin",
      answer: nothing,
      status: 204,
      handle: ({ id, principal, address }) => people.removeUser(id, byOf(principal, address)),
    },
    {
      method: "POST",
      path: "/api/users/:id/password",
      summary: "Set a password: one's own, or as an admin that of anybody",
      need: "read",
      body: passwordSchema,
      answer: nothing,
      status: 204,
      handle: (call) => setPassword(accounts, call),
    },
    {
      method: "GET",
      path: "/api/sessions",
      summary: "Where one is signed in; an admin sees it of all",
      need: "read",
      answer: openSessionsSchema,
      handle: async ({ principal }) => ok({ sessions: await sessionsFor(people, principal) }),
    },
    {
      method: "DELETE",
      path: "/api/sessions/:id",
      summary: "Sign out there",
      need: "read",
      answer: nothing,
      status: 204,
      handle: (call) => endSession(people, call),
    },
    {
      method: "GET",
      path: "/api/audit",
      summary: "Who came in, who did not, and who may, newest first",
      need: "admin",
      parameters: auditParameters,
      answer: auditSchema,
      handle: ({ params }) => readAudit(people, params),
    },
  ];
}

async function setPassword(
  accounts: Accounts,
  { id, body, principal, address }: Admitted,
): Promise<Result<null>> {
  const input = readInput(passwordSchema, body);
  if (!input.ok) return input;
  const { password, current } = input.value;
  if (id === principal.userId) {
    if (current === undefined)
      return fail("invalid-body", "current: the password that you have now is needed.");
    return accounts.changePassword(principal, { current, password }, address);
  }
  if (principal.role !== "admin") return fail("not-allowed", "Only an admin sets another's.");
  return accounts.resetPassword(id, password, byOf(principal, address));
}

/** Those of whoever asks, or of everyone where that is an admin. */
export async function sessionsFor(
  people: People,
  { role, userId, sessionId }: Principal,
): Promise<OpenSession[]> {
  if (role !== "admin" && userId === null) return [];
  const sessions = await people.sessions(role === "admin" ? null : userId);
  return sessions.map((session) => ({ ...session, isCurrent: session.id === sessionId }));
}

async function endSession(
  people: People,
  { id, principal, address }: Admitted,
): Promise<Result<null>> {
  // What is somebody else's is not said to be there.
  const sessions = await sessionsFor(people, principal);
  return sessions.some((session) => session.id === id)
    ? people.endSession(id, byOf(principal, address))
    : fail("session-not-found", `There is no session ${id}.`);
}

/** The entries that a query string asks for. */
export async function readAudit(people: People, params: URLSearchParams): Promise<Result<Audit>> {
  const parameters = readParameters(auditParameters, params);
  if (!parameters.ok) return parameters;
  const { before = null, limit = AUDIT } = parameters.value;
  const found = await people.audit(before, limit + 1);
  const entries = found.slice(0, limit);
  const last = found.length > limit ? entries.at(-1) : undefined;
  return ok({ entries, older: last === undefined ? null : String(last.id) });
}
