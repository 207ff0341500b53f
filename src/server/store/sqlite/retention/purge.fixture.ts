import type { Horizon } from "../../../../domain/retention.ts";
import type { openScratch } from "../database.fixture.ts";
import { preparePast } from "./past.ts";

/** Removes all that lies beyond, step by step, and returns which alerts that were. */
export function purge(
  scratch: ReturnType<typeof openScratch>,
  horizon: Horizon,
  limit: number,
): Set<number> {
  const past = preparePast(scratch.tables);
  const purged = new Set<number>();
  for (let after: number | null = 0; after !== null;) {
    const { ids, next } = past({ horizon, after, limit });
    const commands = ids.map((id) => ({ type: "Purge" as const, id, horizon }));
    scratch.append([{ commands, actor: null }]);
    for (const id of ids) purged.add(id);
    after = next;
  }
  return purged;
}
