import { and, desc, eq, isNotNull, lt, ne, type SQL, sql } from "drizzle-orm";
import { alerts } from "../../../../../db/sqlite/schema.ts";
import type { Severity } from "../../../../domain/alert.ts";
import { type Epoch, writeCursor } from "../../../../domain/cursor.ts";
import { fail, ok, type Result } from "../../../../domain/problem.ts";
import type { Episode, Episodes } from "../../../../protocol/episodes.ts";
import { anyValue } from "../file/any-value.ts";
import type { Tables } from "../file/database.ts";
import { isoTime } from "../../engine/iso-time.ts";
import { prepareStatement } from "../file/statement.ts";

interface EpisodeRow {
  readonly id: number;
  readonly severity: Severity;
  readonly started_at: number;
  readonly resolved_at: number | null;
}

/** What names an episode; null where it has no name. */
interface Name {
  readonly source: string;
  readonly fingerprint: string | null;
  readonly identity: string | null;
}

/**
 * Reads the episodes of the same trouble that were received before an alert, and before the alert
 * `before` where that is given, newest first; also those in the trash, since they have been.
 */
export function prepareEarlier(tables: Tables, epoch: Epoch) {
  const name = prepareStatement<Name>(
    tables,
    tables
      .select({
        source: alerts.source,
        fingerprint: alerts.fingerprint,
        identity: alerts.identity,
      })
      .from(alerts)
      .where(eq(alerts.id, sql.placeholder("id"))),
  );
  // Each as its index has it, and in its order; no limit, which would have it prepared anew each time.
  const over = prepareEpisodes(tables, eq(alerts.status, sql.raw("'resolved'")));
  const open = prepareEpisodes(tables, ne(alerts.status, sql.raw("'resolved'")));

  function read(named: Name, below: number, limit: number): Episodes {
    // One is open at most, and it need not be the latest: an older one may have been reopened.
    const rows = [
      ...open.all({ ...named, below }),
      ...first(over.each({ ...named, below }), limit),
    ];
    const found = rows.sort((one, other) => other.id - one.id);
    const episodes = found.slice(0, limit).map(episodeOf);
    const last = found.length > limit ? episodes.at(-1) : undefined;
    return { episodes, older: last === undefined ? null : writeCursor(epoch, last.id) };
  }

  return (id: number, before: number | null, limit: number): Result<Episodes> =>
    tables.$client.transaction(() => {
      const named = name.get({ id });
      if (named === undefined) return fail("alert-not-found", `There is no alert ${id}.`);
      return ok(read(named, Math.min(id, before ?? id), limit));
    })();
}

function prepareEpisodes(tables: Tables, standing: SQL) {
  const named = (column: "source" | "fingerprint" | "identity") =>
    eq(alerts[column], anyValue(sql.placeholder(column)));
  return prepareStatement<EpisodeRow>(
    tables,
    tables
      .select({
        id: alerts.id,
        severity: alerts.severity,
        startedAt: alerts.startedAt,
        resolvedAt: alerts.resolvedAt,
      })
      .from(alerts)
      .where(
        and(
          named("source"),
          named("fingerprint"),
          named("identity"),
          isNotNull(alerts.identity),
          standing,
          lt(alerts.id, sql.placeholder("below")),
        ),
      )
      .orderBy(desc(alerts.id)),
  );
}

/** Those, and one more where there is one. */
function first(rows: Iterable<EpisodeRow>, limit: number): EpisodeRow[] {
  const taken: EpisodeRow[] = [];
  for (const row of rows) {
    taken.push(row);
    if (taken.length > limit) break;
  }
  return taken;
}

function episodeOf({ id, severity, started_at, resolved_at }: EpisodeRow): Episode {
  return {
    id,
    startedAt: isoTime(started_at),
    resolvedAt: resolved_at === null ? null : isoTime(resolved_at),
    severity,
  };
}
