import * as v from "valibot";
import { fail, ok, type Result } from "../domain/problem.ts";
import { isTime, timeFrom } from "../domain/time.ts";

/** A time in a query string: ISO 8601 with an offset. */
export const timeParameter = v.pipe(
  v.string(),
  v.check(isTime, "must be a time such as 2026-11-23T04:45:00Z"),
  v.transform((text) => timeFrom(text) ?? "0001-01-01T00:00:00.000Z"),
);

/** A number as it is written in a query string. */
const DIGITS = /^\d+$/u;

type Parameters = v.ObjectSchema<v.ObjectEntries, undefined>;

/** The named parameters of a query string. An empty one is read, too: it may be a lost cursor. */
export function readParameters<Schema extends Parameters>(
  schema: Schema,
  params: URLSearchParams,
): Result<v.InferOutput<Schema>> {
  const given: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(schema.entries)) {
    const text = params.get(name);
    if (text !== null) given[name] = isNumeric(entry) && DIGITS.test(text) ? Number(text) : text;
  }
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  return fail("invalid-parameter", `${v.getDotPath(issue)}: ${issue.message}`);
}

function isNumeric(entry: v.GenericSchema | v.OptionalSchema<v.GenericSchema, unknown>): boolean {
  return "wrapped" in entry ? isNumeric(entry.wrapped) : entry.type === "number";
}
