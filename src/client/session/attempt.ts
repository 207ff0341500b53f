import type { Failure } from "../../protocol/answer.ts";
import { failureWords } from "../words/failure-words.ts";

/** One who tries to sign in. */
export interface Attempt {
  readonly isSending: boolean;
  /** What went wrong and what to do, empty where nothing did. */
  readonly words: string;
  /** When (ms of a steady clock) the next try may be made. */
  readonly notBefore: number;
}

export const FIRST_ATTEMPT: Attempt = { isSending: false, words: "", notBefore: 0 };

/** Null where none may be made now. */
export function send(attempt: Attempt, now: number): Attempt | null {
  if (attempt.isSending || waitOf(attempt, now) > 0) return null;
  return { ...attempt, isSending: true, words: "" };
}

/** What was tried came to nothing. */
export function failed(failure: Failure, now: number): Attempt {
  const isCounted = failure.code === "too-many-attempts";
  const wait = isCounted ? (failure.retryAfter ?? 1) : 0;
  return { isSending: false, words: attemptWords(failure), notBefore: now + wait * 1000 };
}

/** How long (s) there is to wait. */
export function waitOf({ notBefore }: Attempt, now: number): number {
  return Math.max(Math.ceil((notBefore - now) / 1000), 0);
}

/** What went wrong with coming in, and what to do. */
export function attemptWords(failure: Failure): string {
  switch (failure.code) {
    case "sign-in-failed":
      return "The name or the password is wrong. Check both and try again.";
    case "too-many-attempts":
      return "Too many attempts.";
    case "unreachable":
      return "The server cannot be reached. Check your connection and try again.";
    case "provider-unavailable":
      return "The identity provider does not answer. Try again in a moment.";
    case "sign-in-expired":
    case "sign-in-not-confirmed":
      return "The sign-in did not come to its end. Try again.";
    case "sign-in-busy":
    case "store-busy":
    case "too-many-connections":
    case "stopping":
      return "The server is busy. Try again in a moment.";
    case "wrong-setup-code":
      return "That is not the code. Take it from the newest such line: each start makes another.";
    case "setup-closed":
      return "There is an admin already. Sign in, or ask them for an account.";
    default:
      return failureWords(failure);
  }
}
