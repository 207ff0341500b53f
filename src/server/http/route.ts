import "server-only";
import type * as v from "valibot";
import type { Need, Principal } from "../../domain/principal.ts";
import type { Result } from "../../domain/problem.ts";
import type { Sender } from "../telemetry/refusals.ts";

/** One HTTP request, read as far as its route says. */
export interface Call {
  /** The `:id` of the path, 0 where it has none. */
  readonly id: number;
  /** The `:name` of the path as it stands there, empty where it has none. */
  readonly name: string;
  readonly params: URLSearchParams;
  /** What the body holds, undefined where there is none. */
  readonly body: unknown;
  /** Fires when the caller has gone. */
  readonly signal: AbortSignal;
  readonly sender: Sender;
  /** Where the call comes from, as far as trusted proxies tell. */
  readonly address: string;
  /** Who calls, or why that is not known. */
  readonly caller: Result<Principal>;
  readonly userAgent: string;
  /** Says the `Set-Cookie` of the answer, of which there is one. */
  readonly setCookie: (cookie: string) => void;
}

/** A call by somebody who may make it. */
export type Admitted = Call & { readonly principal: Principal };

type Answer = Promise<Result<unknown>> | Result<unknown>;

/** What an address asks of its callers, which each must say, and what it does for them. */
type Needing =
  | { readonly need: Exclude<Need, "nothing">; readonly handle: (call: Admitted) => Answer }
  | { readonly need: "nothing"; readonly handle: (call: Call) => Answer };

/** One operation of the API. Dispatch, validation and its description are all made from this. */
export type Route = Needing & RouteParts;

export interface RouteParts {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly summary: string;
  readonly parameters?: v.ObjectSchema<v.ObjectEntries, undefined>;
  readonly takesFilter?: boolean;
  readonly body?: v.GenericSchema;
  readonly bodyIsOptional?: boolean;
  /** Reads the text of the body; else it is plain JSON. Throws where it is none. */
  readonly parse?: (text: string) => unknown;
  /** Of an address that takes alerts: the name of their source where the sender gives none. */
  readonly source?: string;
  /**
   * Whether programs may ask for it under any Host, such as a name within a cluster: it takes alerts
   * and tells nothing. A page of another site has an Origin, with which nothing is taken.
   */
  readonly anyHost?: boolean;
  /**
   * Whether the body proves that one may do this, as a password does: then it does not matter what a
   * browser sends by itself.
   */
  readonly bringsProof?: boolean;
  readonly answer: v.GenericSchema;
  /** What is answered with 202 where the work goes on as an operation: an {@link Accepted}. */
  readonly accepts?: v.GenericSchema;
  /** The media type of an answer that is no JSON: a {@link Download}. */
  readonly downloads?: string;
  /** Whether a part of that may be asked for by `Range`: it is a file whose size is known. */
  readonly inParts?: boolean;
  /** The status of that answer, else 200; 204 has no body. */
  readonly status?: 201 | 202 | 204;
}

export type Match =
  | ({ readonly type: "route"; readonly route: Route } & Named)
  | { readonly type: "wrong-method"; readonly allow: string }
  | { readonly type: "none" };

/** Finds the route for a method and path; HEAD is answered as GET, a slash at the end overlooked. */
export type MatchRoute = (method: string, address: string) => Match;

/** Takes the paths of the routes apart once: each request looks at all of them. */
export function createMatchRoute(routes: readonly Route[]): MatchRoute {
  const known = routes.map((route) => ({ route, wanted: route.path.split("/") }));
  return (method, address) => {
    const given = (address.endsWith("/") ? address.slice(0, -1) : address).split("/");
    const candidates = known.flatMap(({ route, wanted }) => {
      const named = matchParts(wanted, given);
      return named === null ? [] : [{ route, ...named }];
    });
    const asked = method === "HEAD" ? "GET" : method;
    const found = candidates.find(({ route }) => route.method === asked);
    if (found !== undefined) return { type: "route", ...found };
    if (candidates.length === 0) return { type: "none" };
    return { type: "wrong-method", allow: candidates.map(({ route }) => route.method).join(", ") };
  };
}

const ID = /^[1-9]\d{0,15}$/u;

/** What a path names, by `:id` or by `:name`. */
type Named = Pick<Call, "id" | "name">;

function matchParts(wanted: readonly string[], given: readonly string[]): Named | null {
  if (wanted.length !== given.length) return null;
  let named: Named = { id: 0, name: "" };
  for (const [index, part] of given.entries()) {
    if (wanted[index] === part) continue;
    if (wanted[index] === ":id" && ID.test(part)) named = { ...named, id: Number(part) };
    else if (wanted[index] === ":name" && part !== "") named = { ...named, name: part };
    else return null;
  }
  return named;
}
