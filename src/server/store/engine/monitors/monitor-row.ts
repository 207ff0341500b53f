import type { Point, Standing } from "../../../monitors/standing.ts";
import type { KeptMonitor } from "../../monitors.ts";

/** A monitor as it lies in its row, with what is JSON parsed. */
export type MonitorRow = Omit<KeptMonitor, "standing" | "openAlert" | "last"> & Standing;

export interface PointRow extends Omit<Point, "time"> {
  readonly t: number;
}

/** With the alert of it that is open, and its last point. */
export interface ShownRow {
  readonly monitor: MonitorRow;
  readonly openAlert: number | null;
  readonly point: PointRow | null;
}

export function readMonitor({ monitor, openAlert, point }: ShownRow): KeptMonitor {
  const { position, alert, empty, progress, trouble, ...settings } = monitor;
  return {
    ...settings,
    standing: { position, alert, empty, progress, trouble },
    openAlert,
    last: point === null ? null : readPoint(point),
  };
}

export function readPoint({ t, value, expected, score }: PointRow): Point {
  return { time: t, value, expected, score };
}
