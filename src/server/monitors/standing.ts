import type { MonitorState } from "../../protocol/monitors.ts";
import type { AlertState } from "../monitor/rule.ts";
import { type Empty, isSilent } from "./silence.ts";

/** A bucket that was judged. `time` is when it begins (ms since 1970). */
export interface Point {
  readonly time: number;
  readonly value: number | null;
  readonly expected: number | null;
  /** In deviations above the mean of scores; null before the monitor is warm. */
  readonly score: number | null;
}

/** What an alert of a monitor is about: a value is unusual, or there is none. */
export const SPAN_KINDS = ["unusual", "silent"] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

/** What happened in a bucket. Times in ms since 1970. */
export type Happening =
  | {
      readonly type: "opened";
      readonly kind: SpanKind;
      /** The bucket in which it was seen. */
      readonly bucket: number;
      /** When it began. */
      readonly since: number;
      readonly title: string;
    }
  | {
      readonly type: "closed";
      readonly kind: SpanKind;
      readonly bucket: number;
      /** When it had ended, which is before it was sure. */
      readonly ended: number;
      readonly note: string;
    };

/** Where a monitor stands after a bucket. A start of the server goes on from it. */
export interface Standing {
  /** The last bucket that was judged; null before the first. */
  readonly position: number | null;
  readonly alert: AlertState;
  readonly empty: Empty;
  /** How much it has learnt of what it must know, from 0 to 1. */
  readonly progress: number;
  /** Why its numbers could not be read; null where they could. */
  readonly trouble: string | null;
}

export const NEW_STANDING: Standing = {
  position: null,
  alert: { type: "watching", recent: [] },
  empty: null,
  progress: 0,
  trouble: null,
};

/** What people are told that a monitor does. */
export function stateOf(
  { isEnabled, silentAfter }: { readonly isEnabled: boolean; readonly silentAfter: number },
  { alert, empty, progress }: Standing,
): MonitorState {
  if (!isEnabled) return "paused";
  if (isSilent(empty, silentAfter)) return "silent";
  if (alert.type === "open") return "open";
  return progress < 1 ? "learning" : "watching";
}
