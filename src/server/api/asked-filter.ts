import "server-only";
import * as v from "valibot";
import {
  faultOfFilter,
  type Filter,
  filterSchema,
  readFilter,
  resolveMe,
  writtenFilterOf,
} from "../../domain/filter.ts";
import { actorOf, type Principal } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";

/** A filter in a body, each of whose patterns can be asked for. */
export const askedFilterSchema = v.pipe(
  filterSchema,
  v.check(
    (filter) => faultOfFilter(filter) === null,
    ({ input }) => faultOfFilter(input) ?? "",
  ),
);

/** The filter that a query string asks for, by whoever asks. */
export function askedFilter(params: URLSearchParams, principal: Principal): Result<Filter> {
  const written = writtenFilterOf(params);
  if (!written.ok) return written;
  const fault = faultOfFilter(written.value);
  if (fault !== null) return fail("invalid-parameter", fault);
  return ok(readFilter(resolveMe(written.value, actorOf(principal))));
}
