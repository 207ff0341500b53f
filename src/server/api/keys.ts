import "server-only";
import * as v from "valibot";
import type { Time } from "../../domain/alert.ts";
import { SCOPES } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { wellFormed } from "../../domain/well-formed.ts";
import { readInput } from "../../protocol/input.ts";
import { timeParameter } from "../../protocol/parameters.ts";
import { keysSchema, newKeySchema } from "../../protocol/people.ts";
import { keyText, newSecret } from "../auth/token.ts";
import type { Admitted, Route } from "../http/route.ts";
import type { People } from "../store/people.ts";
import { byOf } from "./by.ts";

const MAX_NAME = 100;
const MAX_SOURCE = 200;

const newKeyBody = v.object({
  name: v.pipe(
    v.string(),
    v.transform(wellFormed),
    v.trim(),
    v.nonEmpty("must not be empty"),
    v.maxLength(MAX_NAME),
    v.regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, "must be one line of text"),
  ),
  scopes: v.pipe(
    v.array(v.picklist(SCOPES)),
    v.nonEmpty("must have one at least"),
    v.maxLength(SCOPES.length),
  ),
  source: v.nullish(
    v.pipe(v.string(), v.transform(wellFormed), v.nonEmpty(), v.maxLength(MAX_SOURCE)),
  ),
  expiresAt: v.nullish(timeParameter),
});

/** What programs come in with. */
export function keyRoutes(people: People, now: () => number): Route[] {
  return [
    {
      method: "GET",
      path: "/api/keys",
      summary: "Every key that is good",
      need: "admin",
      answer: keysSchema,
      handle: async () => ok({ keys: await people.keys() }),
    },
    {
      method: "POST",
      path: "/api/keys",
      summary: "Make a key, which is said this once",
      need: "admin",
      body: newKeyBody,
      answer: newKeySchema,
      status: 201,
      handle: (call) => addKey(people, now, call),
    },
    {
      method: "DELETE",
      path: "/api/keys/:id",
      summary: "Revoke a key",
      need: "admin",
      answer: v.null(),
      status: 204,
      handle: ({ id, principal, address }) => people.revokeKey(id, byOf(principal, address)),
    },
  ];
}

async function addKey(
  people: People,
  now: () => number,
  { body, principal, address }: Admitted,
): Promise<Result<v.InferOutput<typeof newKeySchema>>> {
  const input = readInput(newKeyBody, body);
  if (!input.ok) return input;
  const { name, scopes, source = null, expiresAt = null } = input.value;
  if (expiresAt !== null && Date.parse(expiresAt) <= now())
    return fail("invalid-body", "expiresAt: must lie in the future");
  if (source !== null && !scopes.includes("ingest"))
    return fail("invalid-body", "source: only a key that may ingest speaks for one");
  const { secret, hash } = newSecret();
  const added = await people.addKey(
    { name, scopes: [...new Set(scopes)], source, expiresAt: timeOf(expiresAt), secretHash: hash },
    byOf(principal, address),
  );
  return added.ok
    ? ok({ ...added.value, scopes: [...added.value.scopes], key: keyText(added.value.id, secret) })
    : added;
}

function timeOf(time: string | null): Time | null {
  return time === null ? null : new Date(time).toISOString();
}
