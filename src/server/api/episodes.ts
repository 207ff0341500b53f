import "server-only";
import * as v from "valibot";
import { readCursor } from "../../domain/cursor.ts";
import type { Result } from "../../domain/problem.ts";
import {
  type Episodes,
  EPISODES_SIZE,
  episodesSchema,
  MAX_EPISODES,
} from "../../protocol/episodes.ts";
import { readParameters } from "../../protocol/parameters.ts";
import type { Route } from "../http/route.ts";
import type { Store } from "../store/store.ts";

/** What has been of the same trouble before. */
export function episodeRoutes(store: Store): Route[] {
  return [
    {
      method: "GET",
      path: "/api/alerts/:id/episodes",
      summary: "The earlier episodes of the same trouble, newest first",
      need: "read",
      parameters: episodesParameters,
      answer: episodesSchema,
      handle: ({ id, params }) => readEpisodes(store, id, params),
    },
  ];
}

const episodesParameters = v.object({
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_EPISODES))),
  before: v.optional(v.string()),
});

/** The earlier episodes that a query string asks for. */
async function readEpisodes(
  store: Store,
  id: number,
  params: URLSearchParams,
): Promise<Result<Episodes>> {
  const parameters = readParameters(episodesParameters, params);
  if (!parameters.ok) return parameters;
  const { before, limit = EPISODES_SIZE } = parameters.value;
  if (before === undefined) return store.episodes(id, null, limit);
  const cursor = readCursor(store.head().epoch, "before", before);
  return cursor.ok ? store.episodes(id, cursor.value, limit) : cursor;
}
