import { alertSchema, type Alert } from "../../domain/alert.ts";
import type { Answer } from "../../protocol/answer.ts";
import { filterParams, type WrittenFilter } from "../../domain/filter.ts";
import { type Episodes, episodesSchema } from "../../protocol/episodes.ts";
import { type History, HISTORY_SIZE, historySchema } from "../../protocol/history.ts";
import {
  type Ids,
  idsSchema,
  PAGE_SIZE,
  type Page,
  pageSchema,
  type Where,
} from "../../protocol/page.ts";
import { request } from "./request.ts";

export function readPage(
  filter: WrittenFilter,
  where: Where,
  signal: AbortSignal,
  limit = PAGE_SIZE,
): Promise<Answer<Page>> {
  const params = filterParams(filter);
  for (const [name, value] of Object.entries(where)) params.set(name, value);
  params.set("limit", String(limit));
  return readPageAt(params, signal);
}

/** The page for a query string. */
export function readPageAt(
  params: URLSearchParams,
  signal: AbortSignal | null = null,
): Promise<Answer<Page>> {
  return request(pageSchema, `/api/alerts?${params}`, { signal });
}

/** The ids of what lies above that cursor. */
export function readIds(
  filter: WrittenFilter,
  after: string,
  signal: AbortSignal,
): Promise<Answer<Ids>> {
  const params = filterParams(filter);
  params.set("after", after);
  return request(idsSchema, `/api/alerts/ids?${params}`, { signal });
}

function readAlert(id: number, signal: AbortSignal | null): Promise<Answer<Alert>> {
  return request(alertSchema, `/api/alerts/${id}`, { signal });
}

/** The newest of what has happened to an alert, or what lies before a cursor; oldest first. */
export function readHistory(
  id: number,
  where: Pick<Where, "before">,
  signal: AbortSignal | null = null,
): Promise<Answer<History>> {
  const params = new URLSearchParams({ ...where, limit: String(HISTORY_SIZE) });
  return request(historySchema, `/api/alerts/${id}/events?${params}`, { signal });
}

function readEpisodes(id: number, signal: AbortSignal | null): Promise<Answer<Episodes>> {
  return request(episodesSchema, `/api/alerts/${id}/episodes`, { signal });
}

/** One alert, what has happened to it last, and what had been of the same trouble before it. */
export interface Detail {
  readonly alert: Alert;
  readonly history: History;
  readonly episodes: Episodes;
}

export async function readDetail(
  id: number,
  signal: AbortSignal | null = null,
): Promise<Answer<Detail>> {
  const [alert, history, episodes] = await Promise.all([
    readAlert(id, signal),
    readHistory(id, {}, signal),
    readEpisodes(id, signal),
  ]);
  if (!alert.ok) return alert;
  if (!history.ok) return history;
  if (!episodes.ok) return episodes;
  return {
    ok: true,
    value: { alert: alert.value, history: history.value, episodes: episodes.value },
  };
}
