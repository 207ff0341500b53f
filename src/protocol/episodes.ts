import * as v from "valibot";
import { alertSchema } from "../domain/alert.ts";

/** Episodes that the page reads at once. */
export const EPISODES_SIZE = 100;
export const MAX_EPISODES = 200;

/** An episode, as much of it as says when and how bad it was. `resolvedAt` is null while it is open. */
const episodeSchema = v.object({
  id: alertSchema.entries.id,
  startedAt: alertSchema.entries.startedAt,
  resolvedAt: alertSchema.entries.resolvedAt,
  severity: alertSchema.entries.severity,
});
export type Episode = Readonly<v.InferOutput<typeof episodeSchema>>;

/**
 * The episodes of the same trouble that were received before an alert, newest first. `older` is a cursor
 * to those before them, null where there are none.
 */
export const episodesSchema = v.object({
  episodes: v.array(episodeSchema),
  older: v.nullable(v.string()),
});
export type Episodes = Readonly<v.InferOutput<typeof episodesSchema>>;
