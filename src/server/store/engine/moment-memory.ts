import { LRUCache } from "lru-cache";
import type { Alert } from "../../../domain/alert.ts";
import type { Moment } from "../moments.ts";

/** Bytes of text in one answer, about. */
export const MOST_BYTES = 4_194_304;
/** Alerts as they were after an event, and bytes of their texts, about: whoever reads on finds them here. */
const REMEMBERED = { max: 10_000, maxSize: 8_388_608 } as const;

/** Remembers alerts by the event that left them so. */
export function createMomentMemory(): LRUCache<number, Alert> {
  return new LRUCache<number, Alert>({ ...REMEMBERED, sizeCalculation: sizeOf });
}

export function bytesOf({ before, after }: Moment): number {
  return (before === null ? 0 : sizeOf(before)) + 2 * sizeOf(after);
}

/** Of the texts that may be long, and of the rest about. Asked of each alert at each event: without a list of its own. */
function sizeOf({ title, description, labels, annotations }: Alert): number {
  return title.length + description.length + lengthOf(labels) + lengthOf(annotations) + 500;
}

function lengthOf(pairs: Alert["labels"]): number {
  let length = 0;
  for (const name in pairs) length += name.length + (pairs[name]?.length ?? 0);
  return length;
}
