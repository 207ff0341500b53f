import "server-only";
import type { IncomingMessage } from "node:http";
import { may, type Need, type Principal } from "../../domain/principal.ts";
import { fail, ok, type Problem, type Result } from "../../domain/problem.ts";

/** Who makes a request, and what showed it: some of that a browser sends by itself. */
export interface Caller {
  readonly principal: Principal;
  readonly credential: "bearer" | "basic" | "proxy" | "cookie" | "none";
}

/** Who it is, or what is wrong with what it says; `staleCookie` where its cookie is of no use any more. */
export type Identification =
  | { readonly ok: true; readonly value: Caller }
  | { readonly ok: false; readonly problem: Problem; readonly staleCookie: boolean };

/** Tells who makes a request, by its headers and the address it comes from. */
export type Identify = (
  headers: NodeJS.Dict<string[]>,
  peer: string | undefined,
) => Promise<Identification>;

export function identified(identify: Identify, request: IncomingMessage): Promise<Identification> {
  return identify(request.headersDistinct, request.socket.remoteAddress);
}

/**
 * Whether whoever that is may do something with such a need: `not-allowed` where they may not.
 *
 * What a browser sends by itself, it sends for the pages of other sites as well. Therefore whatever
 * changes something that way must come from a page of ours, and says so by its Origin, which has
 * been looked at where there is one. Only monitoring systems, some of which have no other words than
 * name and password, may post alerts with those and without an Origin: no browser does.
 */
export function passes(
  { principal, credential }: Caller,
  need: Need,
  changes: boolean,
  origin: string | undefined,
): Result<Principal> {
  if (!may(principal, need)) return fail("not-allowed", refusalWords(principal, need));
  const isProgram = credential === "bearer" || credential === "none";
  const isSender = credential === "basic" && need === "ingest";
  if (!changes || origin !== undefined || isProgram || isSender) return ok(principal);
  return fail("forbidden-origin", "Origin: must be there where a browser signs in by itself.");
}

function refusalWords({ name, role }: Principal, need: Need): string {
  const who = role === null ? name : `${name}, ${role === "viewer" ? "a" : "an"} ${role},`;
  return `${who} may not do this: it needs ${need === "admin" ? "an admin" : `the right to ${need}`}.`;
}
