import { sql } from "drizzle-orm";
import type { Severity } from "../../../../domain/alert.ts";
import { writeCursor } from "../../../../domain/cursor.ts";
import { fail, ok, type Result } from "../../../../domain/problem.ts";
import type { Episode, Episodes } from "../../../../protocol/episodes.ts";
import { isoTime } from "../../engine/iso-time.ts";
import type { Session } from "../connection/database.ts";
import { readHead } from "../log/head.ts";

interface EpisodeRow {
  readonly id: number;
  readonly severity: Severity;
  readonly started_at: number;
  readonly resolved_at: number | null;
}

/**
 * The episodes of the same trouble that were received before an alert, and before the alert `before` where that is given,
 * newest first; also those in the trash, since they have been.
 */
export async function readEarlier(
  session: Session,
  id: number,
  before: number | null,
  limit: number,
): Promise<Result<Episodes>> {
  const { epoch } = await readHead(session);
  const named = await session.get<{ readonly identity: string | null }>(
    sql`select identity from alerts where id = ${id}`,
  );
  if (named === undefined) return fail("alert-not-found", `There is no alert ${id}.`);
  const columns = sql.raw("id, severity, started_at, resolved_at");
  const earlier = sql`identity = ${named.identity} and id < ${Math.min(id, before ?? id)}`;
  // Each as its index has it. One is open at most, and it need not be the latest.
  const rows = await session.all<EpisodeRow>(sql`
    (select ${columns} from alerts where ${earlier} and status <> 'resolved')
    union all
    (select ${columns} from alerts where ${earlier} and status = 'resolved'
      order by id desc limit ${limit + 1})
    order by id desc limit ${limit + 1}`);
  const episodes = rows.slice(0, limit).map(episodeOf);
  const last = rows.length > limit ? episodes.at(-1) : undefined;
  return ok({ episodes, older: last === undefined ? null : writeCursor(epoch, last.id) });
}

function episodeOf({ id, severity, started_at, resolved_at }: EpisodeRow): Episode {
  return {
    id,
    startedAt: isoTime(started_at),
    resolvedAt: resolved_at === null ? null : isoTime(resolved_at),
    severity,
  };
}
