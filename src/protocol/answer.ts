import { PROBLEMS, type Result } from "../domain/problem.ts";

/** What went wrong, in words for the reader. */
export interface Failure {
  /** A code of the server's vocabulary, `unreachable` where no answer came, `unreadable` else. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** How long (s) the server asks to wait before the next try, where it does. */
  readonly retryAfter?: number;
}

/** Whether it is tried again by itself. Until somebody signs in, that helps nobody. */
export function isRetried(failure: Failure): boolean {
  return isPassing(failure) && failure.code !== "sign-in-required";
}

/** Whether asking once more may help. */
export function isPassing({ code }: Failure): boolean {
  return code !== "alert-not-found" && code !== "invalid-parameter";
}

/** What the page got for what it asked. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** The same in the words that a page is answered with over HTTP. */
export function answerOf<T>(result: Result<T>): Answer<T> {
  if (result.ok) return result;
  const { code, detail } = result.problem;
  return { ok: false, failure: { code, title: PROBLEMS[code].title, detail } };
}
