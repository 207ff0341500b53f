import type { Answer } from "../../protocol/answer.ts";
import { type ReporterAnswer, telemetrySchema } from "../../protocol/telemetry.ts";
import { request } from "../api/request.ts";

/** To whom the server tells what of itself. */
export async function readTelemetry(): Promise<Answer<readonly ReporterAnswer[]>> {
  const answer = await request(telemetrySchema, "/api/telemetry");
  return answer.ok ? { ok: true, value: answer.value.reporters } : answer;
}
