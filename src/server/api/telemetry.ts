import "server-only";
import { ok } from "../../domain/problem.ts";
import { type TelemetryAnswer, telemetrySchema } from "../../protocol/telemetry.ts";
import type { Route } from "../http/route.ts";

/** What is told of the server to others. */
export interface TelemetryRead {
  readonly read: () => Promise<TelemetryAnswer>;
}

export function telemetryRoutes(telemetry: TelemetryRead): Route[] {
  return [
    {
      method: "GET",
      path: "/api/telemetry",
      summary: "What the server tells of itself, to whom, and how that goes",
      need: "read",
      answer: telemetrySchema,
      handle: async () => ok(await telemetry.read()),
    },
  ];
}
