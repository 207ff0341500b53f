import "server-only";
import type * as v from "valibot";
import type { Result } from "../../shared/problem.ts";
import type { Tocsin } from "../tocsin.ts";

/** One HTTP request, read as far as its route says. */
export interface Call {
  /** The `:id` of the path, 0 where it has none. */
  readonly id: number;
  readonly params: URLSearchParams;
  /** What the body holds, undefined where there is none. */
  readonly body: unknown;
  /** Fires when the caller has gone. */
  readonly signal: AbortSignal;
}

/** One operation of the API. Dispatch, validation and its description are all made from this. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly summary: string;
  readonly parameters?: v.ObjectSchema<v.ObjectEntries, undefined>;
  readonly takesFilter?: boolean;
  readonly body?: v.GenericSchema;
  readonly bodyIsOptional?: boolean;
  readonly answer: v.GenericSchema;
  readonly handle: (tocsin: Tocsin, call: Call) => Promise<Result<unknown>> | Result<unknown>;
}

export type Match =
  | { readonly type: "route"; readonly route: Route; readonly id: number }
  | { readonly type: "wrong-method"; readonly allow: string }
  | { readonly type: "none" };

/** Finds the route for a method and path; HEAD is answered as GET. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  const candidates = routes.flatMap((route) => {
    const id = matchPath(route.path, path);
    return id === null ? [] : [{ route, id }];
  });
  const wanted = method === "HEAD" ? "GET" : method;
  const found = candidates.find(({ route }) => route.method === wanted);
  if (found !== undefined) return { type: "route", ...found };
  if (candidates.length === 0) return { type: "none" };
  return { type: "wrong-method", allow: candidates.map(({ route }) => route.method).join(", ") };
}

const ID = /^[1-9]\d{0,15}$/u;

function matchPath(pattern: string, path: string): number | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  let id = 0;
  for (const [index, part] of given.entries()) {
    if (wanted[index] === part) continue;
    if (wanted[index] !== ":id" || !ID.test(part)) return null;
    id = Number(part);
  }
  return id;
}
