import "server-only";
import { fail, type Problem } from "../../domain/problem.ts";

/** What went wrong at a provider, and what the log may say of it: codes and names, never a value. */
export interface Fault {
  readonly problem: Problem;
  readonly reason: Readonly<Record<string, string | number>>;
}

/** What errors have that tells why, in openid-client, in the `fetch` that it is given, and in what causes their errors. */
const TELLING = ["reason", "host", "code", "error", "claim", "attribute", "status"] as const;
/** Causes of causes that are looked at. */
const DEEPEST = 4;
/** What may stand in a log: some of it was written by whoever sent the browser here. */
const SANE = /^[\w.:/-]{1,60}$/u;

/** Null for an error that is our own fault. */
export function faultOf(error: unknown): Fault | null {
  const causes = causesOf(error);
  const reason: Record<string, string | number> = {};
  for (const cause of causes) {
    for (const field of TELLING) {
      const value = cause[field];
      const isTold = typeof value === "number" || (typeof value === "string" && SANE.test(value));
      if (isTold) reason[field] ??= value;
    }
  }
  if (causes.some(isSilence)) return { problem: UNAVAILABLE, reason };
  if (!String(reason["code"]).startsWith("OAUTH_")) return null;
  const { error: refused } = reason;
  const why = refused === undefined ? "" : ` It says: ${refused}.`;
  const detail = `The identity provider did not confirm who you are.${why} Sign in again.`;
  return { problem: fail("sign-in-not-confirmed", detail).problem, reason };
}

const UNAVAILABLE = fail(
  "provider-unavailable",
  "The identity provider does not answer. Try again in a while.",
).problem;

type Cause = Readonly<Record<string, unknown>>;

function causesOf(error: unknown): readonly Cause[] {
  const causes: Cause[] = [];
  for (let at = error; typeof at === "object" && at !== null && causes.length < DEEPEST;) {
    causes.push(at as Cause);
    at = (at as Cause)["cause"];
  }
  return causes;
}

/** Whether it is no answer, or one that says that there is none. */
function isSilence(cause: Cause): boolean {
  const { code, status, message } = cause;
  const isLost = cause instanceof TypeError && message === "fetch failed";
  return isLost || code === "OAUTH_TIMEOUT" || (typeof status === "number" && status >= 500);
}
