import type { PROBLEMS } from "./problems.ts";

/** What each is, and how it is answered, is apart: browsers need it with few pages. */
export type ProblemCode = keyof typeof PROBLEMS;

/** What went wrong, as a value: a code from {@link PROBLEMS} and a sentence naming what is wrong. */
export interface Problem {
  readonly code: ProblemCode;
  readonly detail: string;
  /** When to try again (s from now), which the header `Retry-After` says. */
  readonly retryAfter?: number;
  /** Members of the answer besides those that every problem has. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(code: ProblemCode, detail: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code, detail } };
}
