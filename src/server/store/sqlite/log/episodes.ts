import { and, desc, eq, gt, isNotNull, ne, type SQL, sql } from "drizzle-orm";
import { alerts } from "../../../../../db/sqlite/schema.ts";
import type { Alert } from "../../../../domain/alert.ts";
import type { Command, Report } from "../../../../domain/command.ts";
import { type Memory, NO_MEMORY } from "../../../../domain/memory.ts";
import { fail, ok, type Result } from "../../../../domain/problem.ts";
import { isOldNews } from "../../../../domain/report.ts";
import { type AlertRow, readAlert } from "../models/alert-row.ts";
import { anyValue } from "../file/any-value.ts";
import type { Tables } from "../file/database.ts";
import { identityOf } from "../models/identity.ts";
import { type MemoryRow, readMemory } from "../models/memory-row.ts";
import { prepareStatement } from "../file/statement.ts";
import type { Unrecorded } from "../../../../domain/unrecorded.ts";

/** What a command is about: the row, null where there is none, and what is known of it beside. */
export interface Episode {
  readonly alert: Alert | null;
  readonly memory: Memory;
}

type Row = AlertRow & MemoryRow;

const NONE: Episode = { alert: null, memory: NO_MEMORY };

/** Finds what a command is about. `unrecorded` says what the log is yet to have of an alert. */
export function prepareEpisodes(
  tables: Tables,
  unrecorded: (id: number) => Unrecorded | null,
): (command: Command) => Result<Episode> {
  const find = prepareFind(tables);

  function episodeOf(row: Row | undefined): Episode {
    if (row === undefined) return NONE;
    return {
      alert: readAlert(row),
      memory: { ...readMemory(row), unrecorded: unrecorded(row.id) },
    };
  }

  function ofReport(report: Report): Result<Episode> {
    const { source, fingerprint } = report;
    if (fingerprint === null) return ok(NONE);
    const named = identityNamed(report, source, fingerprint);
    if (!named.ok) return named;
    const name = { source, fingerprint, identity: named.value };
    const open = find.open(name) ?? openFormerly(report);
    if (open === undefined) return ok(episodeOf(find.over(name)));
    return ok(openOrBefore(episodeOf(open), report, name));
  }

  /** What an older version opened under another fingerprint goes on under that one until it is over. */
  function openFormerly({ source, formerFingerprint, labels = {} }: Report): Row | undefined {
    if (formerFingerprint === undefined) return undefined;
    const name = { source, fingerprint: formerFingerprint };
    return find.open({ ...name, identity: identityOf({ ...name, labels }) });
  }

  /** The one alert of that source and fingerprint, where the report says no more. */
  function identityNamed(report: Report, source: string, fingerprint: string): Result<string> {
    const bare = identityOf({ source, fingerprint, labels: report.labels ?? {} });
    if (report.labels !== undefined) return ok(bare);
    const name = { source, fingerprint };
    const [one, other] = find.openNamed(name);
    if (one !== undefined && other === undefined) return ok(one.identity);
    if (other !== undefined) return ambiguous(report, { ...name, identity: bare });
    const first = find.overNamed({ ...name, identity: "" });
    const second = first && find.overNamed({ ...name, identity: first.identity });
    return ok(first !== undefined && second === undefined ? first.identity : bare);
  }

  /** Of several that are open, the one without labels is meant; none is ended by guessing. */
  function ambiguous(report: Report, name: Name): Result<string> {
    if (report.status === "firing" || find.open(name) !== undefined) return ok(name.identity);
    return fail("alert-ambiguous", "Say which by its labels: several are open.");
  }

  /** Only a report with an earlier start may be of the episode before the open one. */
  function openOrBefore(open: Episode, report: Report, name: Name): Episode {
    const { startedAt } = report;
    if (open.alert === null || startedAt === null || startedAt >= open.alert.startedAt) return open;
    const over = episodeOf(find.over(name));
    if (over.alert === null) return open;
    const [known, before] = [
      { ...open, alert: open.alert },
      { ...over, alert: over.alert },
    ];
    if (!isOldNews(report, known, before)) return open;
    return { ...over, memory: { ...over.memory, isSucceeded: true } };
  }

  return (command) =>
    command.type === "Report" ? ofReport(command.report) : ok(episodeOf(find.byId(command)));
}

interface Name {
  readonly source: string;
  readonly fingerprint: string;
  readonly identity: string;
}

function prepareFind(tables: Tables) {
  const named = and(
    eq(alerts.source, anyValue(sql.placeholder("source"))),
    eq(alerts.fingerprint, anyValue(sql.placeholder("fingerprint"))),
    isNotNull(alerts.identity),
  );
  const ofIdentity = and(named, eq(alerts.identity, anyValue(sql.placeholder("identity"))));
  // Each as its index has it: no index is found for a status that is a parameter.
  const isOver = eq(alerts.status, sql.raw("'resolved'"));
  const isOpen = ne(alerts.status, sql.raw("'resolved'"));
  const rows = (...conditions: (SQL | undefined)[]) =>
    tables
      .select()
      .from(alerts)
      .where(and(...conditions));
  const identities = (...conditions: (SQL | undefined)[]) =>
    tables
      .select({ identity: alerts.identity })
      .from(alerts)
      .where(and(...conditions))
      .orderBy(alerts.identity);
  const byId = prepareStatement<Row>(tables, rows(eq(alerts.id, sql.placeholder("id"))));
  const open = prepareStatement<Row>(tables, rows(ofIdentity, isOpen));
  // Only the first row is read. A limit beside an order would have it prepared anew each time.
  const over = prepareStatement<Row>(tables, rows(ofIdentity, isOver).orderBy(desc(alerts.id)));
  const openNamed = prepareStatement<Name>(tables, identities(named, isOpen).limit(2));
  const overNamed = prepareStatement<Name>(
    tables,
    identities(named, isOver, gt(alerts.identity, anyValue(sql.placeholder("identity")))),
  );
  return {
    byId: ({ id }: { readonly id: number }) => byId.get({ id }),
    open: (name: Name) => open.get({ ...name }),
    over: (name: Name) => over.get({ ...name }),
    openNamed: (name: Omit<Name, "identity">) => openNamed.all({ ...name }),
    /** The first identity after `identity`. */
    overNamed: (name: Name) => overNamed.get({ ...name }),
  };
}
