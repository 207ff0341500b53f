import "server-only";
import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { fail, ok, type Result } from "../../domain/problem.ts";
import type { Intake, Reader } from "../ingest/intake.ts";
import { readParameters } from "../../protocol/parameters.ts";
import { parseExactly } from "../ingest/exact-json.ts";
import type { Receive, Received } from "./receive.ts";
import type { Route, RouteParts } from "../http/route.ts";

const MAX_SOURCE = 200;

/** The name under which a webhook's alerts stand in the feed. */
const sourceParameters = v.object({
  source: v.optional(v.pipe(v.string(), v.maxLength(MAX_SOURCE))),
});

/** An address that takes alerts: `read` turns its body into reports. */
export interface Door extends Pick<RouteParts, "path" | "summary" | "answer" | "status"> {
  readonly source: string;
  readonly body: v.GenericSchema;
  readonly read: Reader;
  /** Whether pages use the address, too: then it is posted to alone, and by our own name. */
  readonly isShared?: boolean;
  /** What its senders are told, where they expect more than what became of each alert. */
  readonly answerOf?: (intake: Intake, received: Received) => unknown;
}

/** The routes of a door. Some senders can only post, and some only put. */
export function doorRoutes(
  { read, answerOf, isShared = false, ...door }: Door,
  receive: Receive,
): Route[] {
  const methods = isShared ? (["POST"] as const) : (["POST", "PUT"] as const);
  return methods.map((method) => ({
    ...door,
    method,
    need: "ingest",
    anyHost: !isShared,
    parameters: sourceParameters,
    // The digits of a number may be a name.
    parse: parseExactly,
    handle: async ({ body, params, sender, principal }): Promise<Result<unknown>> => {
      if (body === undefined) return fail("invalid-body", "There is no body.");
      const parameters = readParameters(sourceParameters, params);
      if (!parameters.ok) return parameters;
      // An empty name is as good as none: no alert is to be lost by it.
      const named = parameters.value.source;
      if (named && principal.source !== null && named !== principal.source)
        return fail("not-allowed", `source: this key speaks for ${principal.source} alone.`);
      const source = parameters.value.source || principal.source || door.source;
      const now = new Date().toISOString();
      const reported = read(body, { source, now, newId: randomUUID });
      if (!reported.ok) return reported;
      const intake = spokenFor(principal.source, reported.value);
      const received = await receive(intake, sender);
      return received.ok && answerOf ? ok(answerOf(intake, received.value)) : received;
    },
  }));
}

/** The alerts for which a key may speak that is bound to a source; the others are not kept. */
function spokenFor(bound: string | null, { items }: Intake): Intake {
  if (bound === null) return { items };
  return {
    items: items.map((item) =>
      !item.ok || item.report.source === bound
        ? item
        : fail("not-allowed", `source: this key speaks for ${bound} alone.`),
    ),
  };
}
