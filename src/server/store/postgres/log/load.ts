import { type SQL, sql } from "drizzle-orm";
import type { Time } from "../../../../domain/alert.ts";
import type { Command, Report } from "../../../../domain/command.ts";
import { NO_MEMORY } from "../../../../domain/memory.ts";
import type { Unrecorded } from "../../../../domain/unrecorded.ts";
import { formerNameOf, type Known } from "../../engine/episodes.ts";
import { identityOf } from "../../engine/identity.ts";
import { isoTime } from "../../engine/iso-time.ts";
import type { Session } from "../connection/database.ts";
import { ALERT_COLUMNS, type AlertRow, ALERTS, readAlert } from "../models/alert-row.ts";
import { numbers, strings } from "../models/records.ts";
import type { WorkingSet } from "./working-set.ts";

interface KnownRow extends AlertRow {
  readonly identity: string | null;
  readonly starts: readonly Time[];
  readonly paid_until: number | null;
  readonly heard: Unrecorded | null;
}

/**
 * Brings all that some commands can be about, in a few statements however many they are: the alerts that they name,
 * and of each identity the open one and the latest that are over, as many as the commands could use up.
 */
export async function load(
  session: Session,
  commands: readonly Command[],
  set: WorkingSet,
): Promise<void> {
  const ids = commands.flatMap((command) => (command.type === "Report" ? [] : [command.id]));
  await bring(session, set, sql`select unnest(${numbers(new Set(ids))})`, ids.length);
  const reports = commands.flatMap((command) =>
    command.type === "Report" && command.report.fingerprint !== null ? [command.report] : [],
  );
  const named = await identitiesNamed(session, reports, commands.length);
  const identities = new Set([
    ...reports.flatMap(identitiesIn),
    ...named,
    ...reopened(commands, set),
  ]);
  // Of those that are over one may be removed, and one opened again.
  const most = 2 + commands.filter(({ type }) => type === "Forget" || type === "Purge").length;
  await bring(session, set, idsOf(identities, most), identities.size);
}

function identitiesIn(report: Report): string[] {
  const { source, fingerprint, labels = {} } = report;
  if (fingerprint === null) return [];
  const former = formerNameOf(report);
  return [
    identityOf({ source, fingerprint, labels }),
    ...(former === undefined ? [] : [former.identity]),
  ];
}

function reopened(commands: readonly Command[], { find }: WorkingSet): string[] {
  return commands.flatMap((command) =>
    command.type === "Reopen" ? (find.byId(command.id)?.identity ?? []) : [],
  );
}

/** The first identities of a source and fingerprint, open ones and such that are over, where reports name no more. */
async function identitiesNamed(
  session: Session,
  reports: readonly Report[],
  commands: number,
): Promise<string[]> {
  const bare = reports.filter(({ labels }) => labels === undefined);
  if (bare.length === 0) return [];
  const names = new Map(
    bare.map(({ source, fingerprint }) => [`${source}\n${fingerprint}`, { source, fingerprint }]),
  );
  // Two tell whether it is the only one; each command may take one of them away.
  const limit = 2 + commands;
  const next = (after: SQL) => sql`
    select identity from alerts
    where source = n.source and fingerprint = n.fingerprint and identity > ${after} and status = 'resolved'
    order by identity limit 1`;
  const rows = await session.all<{ readonly identity: string }>(sql`
    select found.identity
    from json_to_recordset(${JSON.stringify([...names.values()])}::json) n (source text, fingerprint text)
    cross join lateral (
      (select identity from alerts
        where source = n.source and fingerprint = n.fingerprint and identity is not null and status <> 'resolved'
        order by identity limit ${limit})
      union all
      (with recursive over as (
          (${next(sql`''`)})
          union all
          select (${next(sql`over.identity`)}) from over where over.identity is not null
        )
        select identity from over where identity is not null limit ${limit})
    ) found`);
  return rows.map(({ identity }) => identity);
}

function idsOf(identities: ReadonlySet<string>, most: number): SQL {
  return sql`
    select found.id from unnest(${strings(identities)}) n (identity)
    cross join lateral (
      (select id from alerts where identity = n.identity and status <> 'resolved' limit 1)
      union all
      (select id from alerts where identity = n.identity and status = 'resolved' order by id desc limit ${most})
    ) found`;
}

async function bring(session: Session, set: WorkingSet, ids: SQL, wanted: number): Promise<void> {
  if (wanted === 0) return;
  const rows = await session.all<KnownRow>(sql`
    select ${ALERT_COLUMNS}, a.identity, p.starts, p.paid_until, u.heard
    from ${ALERTS} left join unrecorded u on u.alert_id = a.id
    where a.id in (${ids})`);
  for (const row of rows) if (!set.has(row.id)) set.put(knownOf(row));
}

function knownOf(row: KnownRow): Known {
  const { identity, starts, paid_until: paidUntil, heard } = row;
  const memory = {
    ...NO_MEMORY,
    starts,
    paidUntil: paidUntil === null ? null : isoTime(paidUntil),
    unrecorded: heard,
  };
  return { alert: readAlert(row), memory, identity };
}
