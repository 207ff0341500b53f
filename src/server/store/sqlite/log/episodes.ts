import { and, desc, eq, gt, isNotNull, ne, type SQL, sql } from "drizzle-orm";
import { alerts } from "../../../../../db/sqlite/schema.ts";
import type { Command } from "../../../../domain/command.ts";
import type { Result } from "../../../../domain/problem.ts";
import type { Unrecorded } from "../../../../domain/unrecorded.ts";
import { createEpisodes, type Episode, type Find, type Known } from "../../engine/episodes.ts";
import { type AlertRow, readAlert } from "../models/alert-row.ts";
import { anyValue } from "../file/any-value.ts";
import type { Tables } from "../file/database.ts";
import { type MemoryRow, readMemory } from "../models/memory-row.ts";
import { prepareStatement } from "../file/statement.ts";

type Row = AlertRow & MemoryRow & { readonly identity: string | null };

/** Finds what a command is about. `unrecorded` says what the log is yet to have of an alert. */
export function prepareEpisodes(
  tables: Tables,
  unrecorded: (id: number) => Unrecorded | null,
): (command: Command) => Result<Episode> {
  return createEpisodes(prepareFind(tables, unrecorded));
}

interface IdentityRow {
  readonly identity: string;
}

function prepareFind(tables: Tables, unrecorded: (id: number) => Unrecorded | null): Find {
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
  const openNamed = prepareStatement<IdentityRow>(tables, identities(named, isOpen).limit(2));
  const overNamed = prepareStatement<IdentityRow>(
    tables,
    identities(named, isOver, gt(alerts.identity, anyValue(sql.placeholder("identity")))),
  );
  function knownOf(row: Row | undefined): Known | undefined {
    if (row === undefined) return undefined;
    const memory = { ...readMemory(row), unrecorded: unrecorded(row.id) };
    return { alert: readAlert(row), memory, identity: row.identity };
  }

  return {
    byId: (id) => knownOf(byId.get({ id })),
    open: (name) => knownOf(open.get({ ...name })),
    over: (name) => knownOf(over.get({ ...name })),
    openNamed: (name) => openNamed.all({ ...name }).map(({ identity }) => identity),
    overNamed: (name) => overNamed.get({ ...name })?.identity,
  };
}
