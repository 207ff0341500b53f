import * as v from "valibot";
import type { Answer, Failure } from "../../protocol/answer.ts";
import { at } from "../../protocol/base-path.ts";
import { tellRefusal } from "./refusals.ts";

/** A request that has not been answered in this time (ms) has failed. */
const PATIENCE = 15_000;

const problemSchema = v.object({
  code: v.string(),
  title: v.string(),
  detail: v.optional(v.string(), ""),
});

interface Asking extends RequestInit {
  /** Another time (ms) after which it has failed. */
  readonly patience?: number;
}

/** Asks the server at a path of it, which answers in the shape of the schema; with nothing, where that is `null`. */
export async function request<T>(
  schema: v.GenericSchema<unknown, T>,
  path: string,
  { signal, patience = PATIENCE, ...init }: Asking = {},
): Promise<Answer<T>> {
  const timeout = AbortSignal.timeout(patience);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  try {
    const response = await fetch(at(path), { ...init, signal: either });
    const body: unknown = response.status === 204 ? null : await response.json();
    if (response.ok) return read(schema, body);
    const failure = readFailure(response, body);
    if (failure.code === "sign-in-required") tellRefusal(init.method !== undefined);
    return { ok: false, failure };
  } catch {
    return failed("unreachable", "The server does not answer", "");
  }
}

/** A body of JSON. */
export function jsonOf(value: unknown): Pick<RequestInit, "headers" | "body"> {
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

function read<T>(schema: v.GenericSchema<unknown, T>, body: unknown): Answer<T> {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return { ok: true, value: parsed.output };
  return failed(
    "unreadable",
    "The answer could not be read",
    "Reload the page to get its version.",
  );
}

function readFailure({ status, headers }: Response, body: unknown): Failure {
  const parsed = v.safeParse(problemSchema, body);
  const failure = parsed.success
    ? parsed.output
    : { code: "unreadable", title: `The server answered ${status}`, detail: "" };
  // As seconds or as a date; nobody here sends dates.
  const retryAfter = Number(headers.get("retry-after") ?? 0);
  return retryAfter > 0 ? { ...failure, retryAfter } : failure;
}

function failed(code: string, title: string, detail: string): Answer<never> {
  return { ok: false, failure: { code, title, detail } };
}
