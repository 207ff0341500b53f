import { filterParams, type WrittenFilter } from "../../domain/filter.ts";
import type { Answer } from "../../protocol/answer.ts";
import { timelineSchema } from "../../protocol/timeline.ts";
import { request } from "../api/request.ts";
import type { Bucket } from "./bars.ts";
import type { Span } from "./spans.ts";

/**
 * What the server counts in those spans, newest first: one after the other, so that it never counts two for one page.
 * After each it is told what there is so far.
 */
export async function readCounts(
  filter: WrittenFilter,
  spans: readonly Span[],
  signal: AbortSignal,
  onPart: (counted: readonly Bucket[]) => void,
): Promise<Answer<readonly Bucket[]>> {
  let counted: readonly Bucket[] = [];
  for (const span of spans) {
    const answer = await readSpan(filter, span, signal);
    if (!answer.ok) return answer;
    counted = [...counted, ...answer.value];
    if (!signal.aborted) onPart(counted);
  }
  return { ok: true, value: counted };
}

async function readSpan(
  filter: WrittenFilter,
  { from, to, buckets }: Span,
  signal: AbortSignal,
): Promise<Answer<readonly Bucket[]>> {
  const params = filterParams(filter);
  params.set("from", new Date(from).toISOString());
  params.set("to", new Date(to).toISOString());
  params.set("buckets", String(buckets));
  const answer = await request(timelineSchema, `/api/timeline?${params}`, { signal });
  if (!answer.ok) return answer;
  const counted = answer.value.buckets.map(({ start, end, ...counts }) => ({
    start: Date.parse(start),
    end: Date.parse(end),
    counts,
  }));
  return { ok: true, value: counted.toReversed() };
}
