/**
 * The closed vocabulary of everything that may be said to have gone wrong, with the HTTP status
 * each is answered with. Whatever is not in it is `internal`: logged, never shown.
 */
export const PROBLEMS = {
  "bad-request": { status: 400, title: "The request is not one that HTTP allows" },
  "invalid-json": { status: 400, title: "The body is not JSON" },
  "invalid-encoding": { status: 400, title: "The body is not encoded as it says" },
  "invalid-utf8": { status: 400, title: "The body is not UTF-8" },
  "invalid-body": { status: 400, title: "The body does not have the expected shape" },
  "invalid-alert": { status: 400, title: "The alert does not have the expected shape" },
  "invalid-parameter": { status: 400, title: "A parameter has a value that is not allowed" },
  "invalid-cursor": { status: 400, title: "The cursor is not one that this server gave out" },
  "stale-cursor": { status: 400, title: "The cursor belongs to another database" },
  "invalid-message": { status: 400, title: "The message is not one of this protocol" },
  "address-refused": { status: 400, title: "The address is not one that may be called" },
  "sign-in-expired": { status: 400, title: "The sign-in was begun elsewhere or too long ago" },
  "sign-in-required": { status: 401, title: "Nobody is signed in" },
  "sign-in-failed": { status: 401, title: "The name or the password is wrong" },
  "sign-in-not-confirmed": { status: 401, title: "The identity provider did not say who it is" },
  "not-allowed": { status: 403, title: "That is not allowed to whoever is signed in" },
  "wrong-setup-code": { status: 403, title: "The setup code is wrong" },
  "setup-closed": { status: 403, title: "The first admin cannot be made here any more" },
  "forbidden-host": { status: 403, title: "The Host is not one this server answers to" },
  "forbidden-origin": { status: 403, title: "The Origin is not allowed to do this" },
  "not-found": { status: 404, title: "There is nothing at this address" },
  "alert-not-found": { status: 404, title: "There is no such alert" },
  "user-not-found": { status: 404, title: "There is no such user" },
  "session-not-found": { status: 404, title: "There is no such session" },
  "key-not-found": { status: 404, title: "There is no such key" },
  "webhook-not-found": { status: 404, title: "There is no such webhook" },
  "backup-not-found": { status: 404, title: "There is no such backup" },
  "operation-not-found": { status: 404, title: "There is no such operation" },
  "event-not-found": { status: 404, title: "There is no such event" },
  "method-not-allowed": { status: 405, title: "This address does not take that method" },
  "request-timeout": { status: 408, title: "The request did not come in time" },
  "alert-already-acknowledged": { status: 409, title: "The alert is already acknowledged" },
  "alert-not-acknowledged": { status: 409, title: "The alert is not acknowledged" },
  "alert-already-resolved": { status: 409, title: "The alert is already resolved" },
  "alert-resolved": { status: 409, title: "The alert is resolved" },
  "alert-ambiguous": { status: 409, title: "Several alerts have that source and fingerprint" },
  "alert-already-deleted": { status: 409, title: "The alert is already deleted" },
  "alert-not-deleted": { status: 409, title: "The alert is not deleted" },
  "alert-deleted": { status: 409, title: "The alert is deleted; restore it first" },
  "name-taken": { status: 409, title: "The name is or was another's" },
  "too-many-webhooks": { status: 409, title: "There are as many webhooks as there may be" },
  "operation-running": { status: 409, title: "An operation of that kind is under way" },
  "operation-ended": { status: 409, title: "The operation has ended" },
  "last-admin": { status: 409, title: "There would be no admin left" },
  "body-too-large": { status: 413, title: "The body is too large" },
  "unsupported-encoding": { status: 415, title: "The body is encoded in a way that is not read" },
  "range-not-satisfiable": { status: 416, title: "The file does not have such a part" },
  "nothing-kept": { status: 422, title: "No alert of the body could be kept" },
  "upgrade-required": { status: 426, title: "This address speaks WebSocket only" },
  "too-many-messages": { status: 429, title: "Too many messages" },
  "too-many-attempts": { status: 429, title: "Too many attempts to sign in" },
  "headers-too-large": { status: 431, title: "The address or the headers are too long" },
  "operation-interrupted": { status: 500, title: "The server ended before the operation did" },
  "backup-damaged": { status: 500, title: "The backup does not hold what it should" },
  internal: { status: 500, title: "Something went wrong on our side" },
  "store-busy": { status: 503, title: "The store cannot take this now" },
  "store-full": { status: 503, title: "There is no room left on the disk of the store" },
  "store-readonly": { status: 503, title: "The store may not be written" },
  "store-broken": { status: 503, title: "The store cannot be used as it is" },
  "backup-full": { status: 503, title: "There is no room left where backups lie" },
  "backup-unwritable": { status: 503, title: "Backups cannot be written where they are to lie" },
  "sign-in-busy": { status: 503, title: "Too many are signing in; come back in a moment" },
  "provider-unavailable": { status: 503, title: "The identity provider does not answer" },
  "query-timeout": { status: 503, title: "The search took too long" },
  "too-many-connections": { status: 503, title: "Too many connections; come back in a while" },
  stopping: { status: 503, title: "The server is stopping" },
} as const;

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
