import type { MonitorPoint } from "../../protocol/monitors.ts";

const MINUTE = 60_000;
/** When the first bucket begins: a midnight in UTC. */
export const START = Date.parse("2026-11-23T00:00:00.000Z");

export function aPoint(minutes: number, fields: Partial<MonitorPoint> = {}): MonitorPoint {
  const time = new Date(START + minutes * MINUTE).toISOString();
  return { time, value: 100, expected: 98, score: 1, ...fields };
}

/** Buckets of five minutes, one after the other. */
export function points(values: readonly (number | null)[]): MonitorPoint[] {
  return values.map((value, index) => aPoint(5 * index, { value }));
}

export function at(minutes: number): string {
  return new Date(START + minutes * MINUTE).toISOString();
}
