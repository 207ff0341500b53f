import type { KeptMonitor, MonitorSettings } from "../../monitors.ts";
import type { By } from "../../people.ts";
import type { NewEntry } from "../people/audit.ts";

/** A monitor, as far as entries name it. */
type Named = Pick<KeptMonitor, "id" | "name">;

export function monitorAdded(id: number, { name, input }: MonitorSettings, by: By): NewEntry {
  return entryOf("monitor-added", { id, name }, by, { input: input.type });
}

export function monitorChanged(before: Named, change: Partial<MonitorSettings>, by: By): NewEntry {
  return entryOf("monitor-changed", before, by, { changed: Object.keys(change) });
}

export function monitorRemoved(monitor: Named, by: By): NewEntry {
  return entryOf("monitor-removed", monitor, by);
}

function entryOf(
  type: NewEntry["type"],
  { id, name }: Named,
  by: By,
  detail: NewEntry["detail"] = {},
): NewEntry {
  return { type, on: `monitor:${name}`, detail: { monitor: id, ...detail }, ...by };
}
