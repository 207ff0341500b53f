import * as v from "valibot";
import type { Report } from "../../shared/command.ts";
import { fail, type Problem, type ProblemCode } from "../../shared/problem.ts";

/** One alert of a body: what it reports, or why it cannot be kept. */
export type Item =
  | { readonly ok: true; readonly report: Report }
  | { readonly ok: false; readonly problem: Problem };

/** The alerts of a body, in its order. Each stands for itself: a bad one spoils no other. */
export interface Intake {
  readonly items: readonly Item[];
}

/** What is wrong with an input, as `field: what it must be`. */
export function refuse(code: ProblemCode, issue: v.BaseIssue<unknown>) {
  const field = v.getDotPath(issue);
  return fail(code, field === null ? issue.message : `${field}: ${issue.message}`);
}

/** The message of an object schema, which is asked both for a missing field and for no object. */
export function objectMessage(issue: v.BaseIssue<unknown>): string {
  return issue.path === undefined ? "must be an object" : "is missing";
}
