import * as v from "valibot";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Answer } from "../../protocol/answer.ts";
import type { ShownOperation } from "../../protocol/operations.ts";
import type { Act } from "../../domain/act.ts";
import { tellDeed } from "../api/deeds.ts";
import { askOperation } from "../api/operations.ts";
import { jsonOf, request } from "../api/request.ts";

/** The server takes no more ids than these at once. */
export const MOST_IDS = 1_000;

/** What is done to many, if anything, and what is noted on each of them; an empty note is none. */
export interface BatchAct {
  readonly act: Act | { readonly action: "note" };
  readonly note: string;
}

export type BatchAction = BatchAct["act"]["action"];

const outcomesSchema = v.object({
  results: v.array(
    v.object({
      id: v.number(),
      outcome: v.picklist(["done", "rejected"]),
      code: v.optional(v.string(), ""),
    }),
  ),
});
export type Outcome = v.InferOutput<typeof outcomesSchema>["results"][number];

/** Does it to those, {@link MOST_IDS} at most; one that refuses spoils no other. */
export async function actOnIds(
  batch: BatchAct,
  ids: readonly number[],
): Promise<Answer<readonly Outcome[]>> {
  const body = jsonOf({ ...bodyOf(batch), ids });
  tellDeed(ids);
  const answer = await request(outcomesSchema, "/api/alerts/bulk", { method: "POST", ...body });
  return answer.ok ? { ok: true, value: answer.value.results } : answer;
}

/** Begins to do it to all that match and had arrived by that event. */
export async function actOnAll(
  batch: BatchAct,
  filter: WrittenFilter,
  upTo: number,
): Promise<Answer<ShownOperation>> {
  const body = jsonOf({ ...bodyOf(batch), filter, upTo });
  return askOperation("/api/alerts/bulk", { method: "POST", ...body });
}

function bodyOf({ act, note }: BatchAct) {
  return note === "" ? act : { ...act, note };
}
