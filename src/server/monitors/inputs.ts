import { readFilter } from "../../domain/filter.ts";
import type { MonitorInput } from "../../protocol/monitors.ts";
import type { Guard } from "../outbound/guard.ts";
import type { Buckets, MonitorReads, MonitorSettings } from "../store/monitors.ts";
import { bucketAt, warmBuckets, widthOf } from "./bucket.ts";
import { valueOf } from "./numbers.ts";
import { readRange, type Values } from "./promql.ts";

type InputSettings = Pick<MonitorSettings, "input" | "aggregate" | "bucket" | "season">;
type FeedInput = Extract<MonitorInput, { type: "feed" }>;
type PromqlInput = Extract<MonitorInput, { type: "promql" }>;

export interface InputParts {
  readonly reads: Pick<MonitorReads, "numbers" | "opened" | "open" | "openNow" | "firstAlert">;
  readonly guard: Pick<Guard, "ask">;
}

export type Inputs = ReturnType<typeof createInputs>;

/** Where the values of monitors come from. */
export function createInputs({ reads, guard }: InputParts) {
  /** Servers that have not answered in this turn: whoever asks next would wait as long. */
  const unanswered = new Map<string, Values>();

  /** The values of buckets that are closed. `id` is null of what is no monitor yet: nothing was pushed to that. */
  async function valuesOf(
    id: number | null,
    { input, aggregate }: InputSettings,
    buckets: Buckets,
  ): Promise<Values> {
    switch (input.type) {
      case "feed":
        return { ok: true, values: await countsOf(input, buckets) };
      case "push":
        return { ok: true, values: await pushed(id, aggregate, buckets) };
      case "promql":
        return asked(input, buckets);
      default:
        return input satisfies never;
    }
  }

  /**
   * The bucket from which on there is a history of so many buckets up to the last one. That of the feed begins with
   * its first alert, since nobody sent any before; but so many buckets that a monitor is warm there always are.
   */
  async function historyFrom(
    settings: InputSettings,
    last: number,
    count: number,
  ): Promise<number> {
    const width = widthOf(settings);
    const from = last - (count - 1) * width;
    if (settings.input.type !== "feed") return from;
    const first = bucketAt((await reads.firstAlert()) ?? Infinity, width);
    return Math.max(from, Math.min(first, last - (warmBuckets(settings) - 1) * width));
  }

  async function countsOf(
    { filter, count }: FeedInput,
    buckets: Buckets,
  ): Promise<readonly number[]> {
    const wanted = readFilter(filter);
    if (count === "opened") return reads.opened(wanted, buckets);
    // What is open now is known exactly and found fast; what was open is read off how alerts ended.
    return buckets.count === 1 ? [await reads.openNow(wanted)] : reads.open(wanted, buckets);
  }

  /** Of sums, a bucket without numbers is 0: nothing happened. Else nobody measured. */
  async function pushed(
    id: number | null,
    aggregate: MonitorSettings["aggregate"],
    { from, width, count }: Buckets,
  ): Promise<readonly (number | null)[]> {
    const nothing = aggregate === "sum" ? 0 : null;
    const values = Array.from<number | null>({ length: count }).fill(nothing);
    if (id === null) return values;
    for (const numbers of await reads.numbers(id, from, from + (count - 1) * width)) {
      values[(numbers.time - from) / width] = valueOf(aggregate, numbers);
    }
    return values;
  }

  async function asked(input: PromqlInput, buckets: Buckets): Promise<Values> {
    const { origin } = new URL(input.url);
    const known = unanswered.get(origin);
    if (known !== undefined) return known;
    const values = await readRange(guard, input, buckets);
    if (!values.ok && values.isUnanswered) unanswered.set(origin, values);
    return values;
  }

  return { valuesOf, historyFrom, beginTurn: () => unanswered.clear() };
}
