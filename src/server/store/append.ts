import { and, desc, eq, max, ne, sql } from "drizzle-orm";
import { alerts, events } from "../../../db/schema.ts";
import type { Alert } from "../../shared/alert.ts";
import { type Command, decide, type Report } from "../../shared/command.ts";
import { type Change, coalesce } from "../../shared/diff.ts";
import { type AlertEvent, evolve, type RecordedEvent } from "../../shared/event.ts";
import { ok, type Result } from "../../shared/problem.ts";
import { anyValue } from "./any-value.ts";
import { type AlertRow, readAlert } from "./alert-row.ts";
import type { Tables } from "./database.ts";
import { identityOf } from "./identity.ts";
import { prepareProject } from "./project.ts";
import { prepareSearchIndex } from "./search-index.ts";
import { prepareStatement } from "./statement.ts";
import type { Commit, Done } from "./store.ts";
import { versionOf } from "./upcast.ts";

/** Commands that arrived together and are answered together. Reports are their source's own act. */
export interface Request {
  readonly commands: readonly Command[];
  /** Who acts, null where each report speaks for its source. */
  readonly actor: string | null;
}

export interface Appended {
  /** For each request the answers to its commands, in order. */
  readonly answers: readonly (readonly Result<Done>[])[];
  readonly commit: Commit;
}

/** Milliseconds since 1970. */
export type Clock = () => number;

/**
 * Load, decide, append, project: for all requests in one transaction, each command on what those
 * before it left. Throws what SQLite throws; then nothing of it is written.
 */
export function prepareAppend(
  tables: Tables,
  clock: Clock,
): (requests: readonly Request[]) => Appended {
  const load = prepareLoad(tables);
  const insertEvent = prepareInsertEvent(tables);
  const project = prepareProject(tables);
  const index = prepareSearchIndex(tables);
  const lastPosition = preparePosition(tables);

  function append(requests: readonly Request[]): Appended {
    // Read anew each time: another process, such as a seed, may have written meanwhile.
    const next = lastPosition();
    const from = next.seq;
    const changes: Change[] = [];

    function apply(command: Command, actor: string | null): Result<Done> {
      next.time = Math.max(next.time, clock());
      const now = new Date(next.time).toISOString();
      const found = load(command);
      const decision = decide(found, command, now);
      if (!decision.ok) return decision;
      const recordedBy = actor ?? (command.type === "Report" ? command.report.source : "operator");
      const alert = decision.value.reduce(
        (before, event) => record(before, event, now, recordedBy),
        found,
      );
      return ok({ alert, events: decision.value.map(({ type }) => type) });
    }

    function record(before: Alert | null, event: AlertEvent, now: string, actor: string) {
      const opens = event.type === "AlertOpened";
      const previous = opens ? null : before;
      const alertId = previous?.id ?? (next.id += 1);
      const recorded: RecordedEvent = {
        ...event,
        seq: (next.seq += 1),
        alertId,
        recordedAt: now,
        actor,
      };
      insertEvent(recorded);
      const after = evolve(previous, recorded);
      if (after === null) throw new Error(`${event.type} came before AlertOpened`);
      const change = { before: previous, after };
      project(change);
      changes.push(change);
      return after;
    }

    const answers = requests.map(({ commands, actor }) =>
      commands.map((command) => apply(command, actor)),
    );
    index(coalesce(changes).sort((one, other) => one.after.id - other.after.id));
    return { answers, commit: { from, to: next.seq, changes } };
  }

  return tables.$client.transaction(append).immediate;
}

/** Where the log, the ids and the clock stand; none of the three ever goes back. */
function preparePosition(tables: Tables) {
  const lastEvent = tables
    .select({ seq: events.seq, recordedAt: events.recordedAt })
    .from(events)
    .where(eq(events.seq, tables.select({ seq: max(events.seq) }).from(events)))
    .prepare();
  const lastId = tables
    .select({ id: max(alerts.id) })
    .from(alerts)
    .prepare();
  return () => {
    const last = lastEvent.get();
    return {
      seq: last?.seq ?? 0,
      id: lastId.get()?.id ?? 0,
      time: last === undefined ? 0 : Date.parse(last.recordedAt),
    };
  };
}

export function prepareInsertEvent(tables: Tables): (event: RecordedEvent) => void {
  const insert = prepareStatement(
    tables,
    tables.insert(events).values({
      seq: sql.placeholder("seq"),
      alertId: sql.placeholder("alertId"),
      type: sql.placeholder("type"),
      version: sql.placeholder("version"),
      recordedAt: sql.placeholder("recordedAt"),
      actor: sql.placeholder("actor"),
      data: sql.placeholder("data"),
    }),
  );
  return (event) => insert.run({ ...event, version: versionOf(event.type) });
}

/** Finds the alert that a command is about. */
function prepareLoad(tables: Tables): (command: Command) => Alert | null {
  const byId = prepareStatement<AlertRow>(
    tables,
    tables
      .select()
      .from(alerts)
      .where(eq(alerts.id, sql.placeholder("id"))),
  );
  const episode = prepareEpisode(tables);
  return (command) => {
    const row = command.type === "Report" ? episode(command.report) : byId.get({ id: command.id });
    return row === undefined ? null : readAlert(row);
  };
}

/**
 * The episode that a report speaks of: the one that began at its `startedAt` if that is over (a
 * late copy of old news must not touch a newer episode), else the one that is not over, else the
 * latest, so that "resolved" for what is resolved can be told from news of an unknown episode.
 */
function prepareEpisode(tables: Tables) {
  const ofIdentity = eq(alerts.identity, anyValue(sql.placeholder("identity")));
  // Each as its index has it: no index is found for a status that is a parameter.
  const isResolved = eq(alerts.status, sql.raw("'resolved'"));
  const isUnresolved = ne(alerts.status, sql.raw("'resolved'"));
  const begun = prepareStatement<AlertRow>(
    tables,
    tables
      .select()
      .from(alerts)
      .where(
        and(
          ofIdentity,
          eq(alerts.startedAt, sql.param(sql.placeholder("startedAt"), alerts.startedAt)),
          isResolved,
        ),
      ),
  );
  const unresolved = prepareStatement<AlertRow>(
    tables,
    tables.select().from(alerts).where(and(ofIdentity, isUnresolved)),
  );
  const latest = prepareStatement<AlertRow>(
    tables,
    tables.select().from(alerts).where(and(ofIdentity, isResolved)).orderBy(desc(alerts.startedAt)),
  );
  return (report: Report) => {
    const { startedAt } = report;
    const identity = identityOf(report);
    if (identity === null) return undefined;
    // Most troubles have no episode that is over.
    const last = latest.get({ identity });
    const over =
      last === undefined || startedAt === null ? undefined : begun.get({ identity, startedAt });
    return over ?? unresolved.get({ identity }) ?? last;
  };
}
