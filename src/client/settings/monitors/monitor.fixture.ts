import type { Monitor } from "../../../protocol/monitors.ts";

/** A monitor of pushed numbers that has learnt what it must, but for what is said of it. */
export function aMonitor(fields: Partial<Monitor> = {}): Monitor {
  return {
    id: 1,
    name: "Orders",
    input: { type: "push", name: "orders_per_minute" },
    bucket: 300,
    aggregate: "mean",
    season: "day",
    sensitivity: "normal",
    direction: "both",
    minimumChange: 0,
    closeAfter: 15,
    silentAfter: 0,
    severity: "warning",
    labels: {},
    enabled: true,
    state: "watching",
    openAlertId: null,
    progress: 1,
    trouble: null,
    last: null,
    ...fields,
  };
}
