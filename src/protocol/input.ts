import * as v from "valibot";
import { fail, ok, type Result } from "../domain/problem.ts";

/** The body in the shape of a schema, or what is wrong with it as `field: what it must be`. */
export function readInput<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
): Result<v.InferOutput<Schema>> {
  if (body === undefined) return fail("invalid-body", "There is no body.");
  // To valibot a list is an object, too.
  if (Array.isArray(body)) return fail("invalid-body", "must be an object");
  const parsed = v.safeParse(schema, body, { abortEarly: true });
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue);
  // What was received may be a password that stands in the wrong place.
  const [wrong = ""] = issue.message.split(" but received ");
  return fail("invalid-body", field === null ? wrong : `${field}: ${wrong}`);
}
