import * as v from "valibot";
import type { Time } from "../../domain/alert.ts";
import type { Report } from "../../domain/command.ts";
import { fail, type Problem, type ProblemCode, type Result } from "../../domain/problem.ts";

/** One alert of a body: what it reports, or why it cannot be kept. */
export type Item =
  | { readonly ok: true; readonly report: Report }
  | { readonly ok: false; readonly problem: Problem };

/** The alerts of a body, in its order. Each stands for itself: a bad one spoils no other. */
export interface Intake {
  readonly items: readonly Item[];
}

/** The name under which the alerts of a body stand in the feed. */
export interface Named {
  readonly source: string;
}

/** What is known of a body besides what it says. */
export interface Arrival extends Named {
  readonly now: Time;
  /** Makes a name for what comes without one and is spoken of again. */
  readonly newId: () => string;
}

/** Turns a body of one kind into reports. */
export type Reader = (body: unknown, arrival: Arrival) => Result<Intake>;

/** What is wrong with an input, as `field: what it must be`. */
export function refuse(code: ProblemCode, issue: v.BaseIssue<unknown>) {
  const field = v.getDotPath(issue);
  return fail(code, field === null ? issue.message : `${field}: ${issue.message}`);
}

/** The message of an object schema, which is asked both for a missing field and for no object. */
export function objectMessage(issue: v.BaseIssue<unknown>): string {
  return issue.path === undefined ? "must be an object" : "is missing";
}
