import type { Answer } from "./exchange.ts";
import type { Guard } from "./guard.ts";
import { Fault, type Reason } from "./reason.ts";
import { targetOf } from "./target.ts";

/** How much of an answer is read (bytes). */
const LONGEST = 1024 * 1024;

/** What libraries ask of the `fetch` that they are given. */
export interface FetchOptions {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A text, form fields, or nothing. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** As `fetch` rejects, with what may be logged of why. */
export class FetchFailed extends TypeError {
  readonly reason: Reason;
  readonly host: string | undefined;

  constructor(fault: Fault, url: string) {
    super("fetch failed", { cause: fault });
    this.reason = fault.reason;
    this.host = targetOf(url)?.host;
  }
}

/**
 * A `fetch` through a guard, for libraries that take one. Redirects are answers, and the answer is there as
 * a whole: of half a text nobody can tell. Rejects with {@link FetchFailed}, or as the signal says once it has
 * aborted.
 */
export function createFetch({ ask }: Pick<Guard, "ask">) {
  return async function fetch(url: string, options: FetchOptions): Promise<Response> {
    const { method, headers, body, signal } = options;
    if (method !== "GET" && method !== "POST") throw new TypeError(`No way to ${method}.`);
    const request = { url, method, headers, body: textOf(body), longest: LONGEST } as const;
    try {
      return responseOf(await ask(request, { stop: signal }));
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof Fault ? new FetchFailed(error, url) : error;
    }
  };
}

function textOf(body: unknown): string {
  if (body === undefined || body === null) return "";
  if (typeof body === "string" || body instanceof URLSearchParams) return String(body);
  throw new TypeError("A body is a text, or form fields.");
}

function responseOf({ status, headers, body, cut }: Answer): Response {
  if (cut !== null) throw new Fault(cut);
  // Packed, although it was not to be; or no answer that there could be a response of.
  const isPacked = (headers["content-encoding"] ?? "identity") !== "identity";
  if (isPacked || status < 200 || status > 599) throw new Fault("malformed-answer");
  const isEmpty = status === 204 || status === 205 || status === 304;
  const pairs = Object.entries(headers).flatMap(([name, value = []]) =>
    [value].flat().map((one) => [name, one] satisfies [string, string]),
  );
  return new Response(isEmpty ? null : new Uint8Array(body), { status, headers: pairs });
}
