import * as v from "valibot";
import type { Answer } from "../../../protocol/answer.ts";
import {
  type Monitor,
  monitorSchema,
  monitorsSchema,
  type Preview,
  previewSchema,
} from "../../../protocol/monitors.ts";
import { jsonOf, request } from "../../api/request.ts";
import type { Pasted } from "./pasted.ts";

/** A preview learns a month of numbers before it is answered (ms). */
const PREVIEW_PATIENCE = 60_000;

export async function readMonitors(): Promise<Answer<readonly Monitor[]>> {
  const answer = await request(monitorsSchema, "/api/monitors");
  return answer.ok ? { ok: true, value: answer.value.monitors } : answer;
}

/** Those that were read before, with that one as it is now, or without it where it is no more. */
export async function readMonitorAmong(
  before: readonly Monitor[],
  id: number,
): Promise<Answer<readonly Monitor[]>> {
  const answer = await request(monitorSchema, `/api/monitors/${id}`);
  if (answer.ok) return { ok: true, value: withMonitor(before, answer.value) };
  if (answer.failure.code !== "monitor-not-found") return answer;
  return { ok: true, value: before.filter((one) => one.id !== id) };
}

function withMonitor(before: readonly Monitor[], monitor: Monitor): readonly Monitor[] {
  const isThere = before.some(({ id }) => id === monitor.id);
  if (!isThere) return [...before, monitor];
  return before.map((one) => (one.id === monitor.id ? monitor : one));
}

/** What a monitor is made of. */
export type WantedMonitor = Omit<
  Monitor,
  "id" | "state" | "openAlertId" | "progress" | "trouble" | "last"
>;

export function addMonitor(wanted: WantedMonitor): Promise<Answer<Monitor>> {
  return request(monitorSchema, "/api/monitors", { method: "POST", ...jsonOf(wanted) });
}

/** What is not given stays. */
export function changeMonitor(
  id: number,
  changes: Partial<WantedMonitor>,
): Promise<Answer<Monitor>> {
  return request(monitorSchema, `/api/monitors/${id}`, { method: "PUT", ...jsonOf(changes) });
}

export function removeMonitor(id: number): Promise<Answer<unknown>> {
  return request(v.null(), `/api/monitors/${id}`, { method: "DELETE" });
}

/** What a monitor with such settings would have opened on those points, else over the last 30 days. */
export function previewMonitor(
  wanted: WantedMonitor & { readonly points?: Pasted["points"] },
  signal: AbortSignal,
): Promise<Answer<Preview>> {
  return request(previewSchema, "/api/monitors/preview", {
    method: "POST",
    ...jsonOf(wanted),
    signal,
    patience: PREVIEW_PATIENCE,
  });
}
