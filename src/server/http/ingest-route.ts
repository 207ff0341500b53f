import "server-only";
import * as v from "valibot";
import { fail, type Result } from "../../shared/problem.ts";
import type { Intake } from "../ingest/intake.ts";
import { readParameters } from "../parameters.ts";
import { receive } from "../receive.ts";
import type { Route } from "./route.ts";

const MAX_SOURCE = 200;

/** The name under which a webhook's alerts stand in the feed. */
export const sourceParameters = v.object({
  source: v.optional(v.pipe(v.string(), v.maxLength(MAX_SOURCE))),
});

/** A route that takes alerts in: `read` turns its body into reports. */
export function ingestRoute({
  read,
  ...route
}: Omit<Route, "handle"> & {
  readonly read: (body: unknown, source?: string) => Result<Intake>;
}): Route {
  return {
    ...route,
    handle: async (tocsin, { body, params }) => {
      if (body === undefined) return fail("invalid-body", "There is no body.");
      const parameters = readParameters(sourceParameters, params);
      if (!parameters.ok) return parameters;
      // An empty name is as good as none: no alert is to be lost by it.
      const intake = read(body, parameters.value.source || undefined);
      return intake.ok ? receive(tocsin, intake.value) : intake;
    },
  };
}
