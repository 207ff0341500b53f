import { filterParams, type WrittenFilter } from "../../domain/filter.ts";
import type { Answer } from "../../protocol/answer.ts";
import { timelineSchema } from "../../protocol/timeline.ts";
import { request } from "./request.ts";

/** How many alerts match a filter: all, or those received from one time up to another (ms since 1970). */
export async function countAlerts(
  filter: WrittenFilter,
  signal: AbortSignal,
  span?: { readonly from: number; readonly to: number },
): Promise<Answer<number>> {
  const params = filterParams(filter);
  for (const [name, time] of Object.entries(span ?? {}))
    params.set(name, new Date(time).toISOString());
  params.set("buckets", "1");
  const answer = await request(timelineSchema, `/api/timeline?${params}`, { signal });
  if (!answer.ok) return answer;
  const counts = answer.value.buckets.map(
    ({ critical, error, warning, info }) => critical + error + warning + info,
  );
  return { ok: true, value: counts.reduce((sum, count) => sum + count, 0) };
}
