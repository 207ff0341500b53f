/** What went wrong, in words for the reader. */
export interface Failure {
  /** A code of the server's vocabulary, `unreachable` where no answer came, `unreadable` else. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** How long (s) the server asks to wait before the next try, where it does. */
  readonly retryAfter?: number;
  /** The status (HTTP) of a page that is rendered without what could not be read. */
  readonly status?: number;
}

/** Whether it is tried again by itself. Until somebody signs in, that helps nobody. */
export function isRetried(failure: Failure): boolean {
  return isPassing(failure) && failure.code !== "sign-in-required";
}

/** Whether asking once more may help. */
export function isPassing({ code }: Failure): boolean {
  return !LASTING.has(code);
}

const LASTING: ReadonlySet<string> = new Set([
  "alert-not-found",
  "alert-removed",
  "invalid-parameter",
]);

/** What the page got for what it asked. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };
