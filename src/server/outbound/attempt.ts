import { excerptOf } from "./excerpt.ts";
import type { Answer } from "./exchange.ts";
import type { Reason } from "./reason.ts";

/** What became of a request. */
export interface Attempt {
  /** `delivered` with a status of 2xx; `refused` where it may not be made, and was not. */
  readonly outcome: "delivered" | "failed" | "refused";
  readonly status: number | null;
  /** Until the status line came, or until it was clear that none would. */
  readonly ms: number;
  /** What it was connected to; null where it was not, or where a proxy knows. */
  readonly address: string | null;
  /** Null for what was delivered. */
  readonly reason: Reason | null;
  /** The beginning of the answer's body, where that may be shown. */
  readonly excerpt: string | null;
  /** The header `Retry-After` as it came. */
  readonly retryAfter: string | null;
}

/**
 * Of an answer the status line decides, whatever became of the rest. What this machine says to itself, at one of
 * its `own` addresses, is shown no more than what a private receiver says.
 */
export function attemptOf(
  answer: Answer,
  ms: number,
  address: string | null,
  own: ReadonlySet<string>,
): Attempt {
  const { status, headers } = answer;
  const isOwn = address !== null && own.has(address);
  const isDelivered = status >= 200 && status < 300;
  const isRedirect = status >= 300 && status < 400;
  return {
    outcome: isDelivered ? "delivered" : "failed",
    status,
    ms,
    address,
    reason: isDelivered ? null : isRedirect ? "redirected" : "status",
    excerpt: isOwn ? null : excerptOf(answer, address),
    retryAfter: headers["retry-after"] ?? null,
  };
}

/** What came to nothing before there was an answer. */
export function failedAttempt(reason: Reason, ms: number, address: string | null): Attempt {
  const isRefused = reason === "address-refused";
  return {
    outcome: isRefused ? "refused" : "failed",
    status: null,
    ms,
    address: isRefused ? null : address,
    reason,
    excerpt: null,
    retryAfter: null,
  };
}
