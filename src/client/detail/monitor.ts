import type { Alert } from "../../domain/alert.ts";
import { readMonitorIds } from "../../protocol/monitor-ids.ts";

/** The monitor that has opened an alert, null where none did: its source and fingerprint say so. */
export function monitorOf({ source, fingerprint }: Pick<Alert, "source" | "fingerprint">) {
  const [, id] = /^monitor-(\d{1,15})(?:-silent)?$/u.exec(fingerprint ?? "") ?? [];
  return source === "tocsin" && id !== undefined ? Number(id) : null;
}

/** The monitors for which one alert stands that opened at once; empty where it stands for none. */
export function monitorsOf({
  source,
  fingerprint,
  annotations,
}: Pick<Alert, "source" | "fingerprint" | "annotations">): readonly number[] {
  if (source !== "tocsin" || !fingerprint?.startsWith("monitor-storm-")) return [];
  return readMonitorIds(annotations["monitors"] ?? "");
}
