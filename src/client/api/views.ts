import * as v from "valibot";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Answer } from "../../protocol/answer.ts";
import { type View, viewSchema, viewsSchema } from "../../protocol/views.ts";
import { jsonOf, request } from "./request.ts";

/** What is chosen for a view of one's own. Only who may operate chooses whether others see it. */
interface ViewSettings {
  readonly name: string;
  readonly filter: WrittenFilter;
  readonly shared?: boolean;
  readonly default: boolean;
}

export function readViews(
  signal: AbortSignal | null = null,
): Promise<Answer<{ readonly views: readonly View[] }>> {
  return request(viewsSchema, "/api/views", { signal });
}

export function addView(settings: ViewSettings): Promise<Answer<View>> {
  return request(viewSchema, "/api/views", { method: "POST", ...jsonOf(settings) });
}

export function changeView(id: number, settings: ViewSettings): Promise<Answer<View>> {
  return request(viewSchema, `/api/views/${id}`, { method: "PUT", ...jsonOf(settings) });
}

export function removeView(id: number): Promise<Answer<null>> {
  return request(v.null(), `/api/views/${id}`, { method: "DELETE" });
}
