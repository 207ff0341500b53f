import "server-only";
import { type Diff, isEmpty } from "../../shared/diff.ts";
import type { Frame } from "../../shared/protocol.ts";

export function frame(message: Frame): string {
  return JSON.stringify(message);
}

/**
 * A diff frame but for its `from`, which is all that differs between those who are sent it: the
 * long part is written once.
 */
export type OpenDiff = (from: number) => string;

/** Null where the diff says nothing. */
export function openDiff(to: number, diff: Diff): OpenDiff | null {
  if (isEmpty(diff)) return null;
  const { put, patch, remove } = diff;
  const rest = JSON.stringify({ to, put, patch, remove }).slice(1);
  let last = { from: -1, text: "" };
  return (from) => {
    if (last.from !== from) last = { from, text: `{"type":"diff","from":${from},${rest}` };
    return last.text;
  };
}
