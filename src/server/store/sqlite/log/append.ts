import { eq, max, sql } from "drizzle-orm";
import { events } from "../../../../../db/sqlite/schema.ts";
import type { Alert } from "../../../../domain/alert.ts";
import { type Command, decide } from "../../../../domain/command.ts";
import { type Change, coalesce, idOf } from "../../../../domain/diff.ts";
import { type AlertEvent, evolve, type RecordedEvent } from "../../../../domain/event.ts";
import { type Actor, OPERATOR, sourceActor } from "../../../../domain/actor.ts";
import { type LogTime, timeAfter } from "../../../../domain/log-time.ts";
import { learn } from "../../../../domain/memory.ts";
import { ok, type Result } from "../../../../domain/problem.ts";
import { hear, remainder } from "../../../../domain/unrecorded.ts";
import type { Tables } from "../file/database.ts";
import { type Episode, prepareEpisodes } from "./episodes.ts";
import { prepareForget } from "./forget.ts";
import { prepareLeases } from "./leases.ts";
import { prepareProject } from "../models/project.ts";
import { prepareSearchIndex } from "../models/search-index.ts";
import { prepareStatement } from "../file/statement.ts";
import type { Commit, Done } from "../../store.ts";
import { prepareUnrecorded } from "./unrecorded.ts";
import { versionOf } from "./upcast.ts";

/** Commands that arrived together and are answered together. Reports are their source's own act. */
export interface Request {
  readonly commands: readonly Command[];
  /** Who acts, null where each report speaks for its source. */
  readonly actor: Actor | null;
}

/** Milliseconds since 1970. */
export type Clock = () => number;

/** What became of some work, and what it has appended meanwhile. */
export interface Transacted<T> {
  readonly value: T;
  readonly commit: Commit;
}

export type Log = ReturnType<typeof prepareLog>;

/** The log and the read models that are made from it, for the one connection that writes. */
export function prepareLog(tables: Tables, clock: Clock) {
  const unrecorded = prepareUnrecorded(tables);
  const leases = prepareLeases(tables);
  const load = prepareEpisodes(tables, unrecorded.of);
  const insertEvent = prepareInsertEvent(tables);
  const project = prepareProject(tables);
  const index = prepareSearchIndex(tables);
  const forget = prepareForget(tables);
  const lastPosition = preparePosition(tables);
  let logTime: LogTime | null = null;
  /** Of the transaction under way. */
  let next = { seq: 0, id: 0, time: 0 };
  let changes: Change[] = [];

  /** Does some work in one transaction. Throws what SQLite throws; then nothing of it is written. */
  function transact<T>(work: () => T): Transacted<T> {
    return tables.$client
      .transaction(() => {
        // Read anew each time: another process, such as a seed, may have written meanwhile.
        next = lastPosition();
        changes = [];
        const from = next.seq;
        const value = work();
        index(coalesce(changes).sort((one, other) => idOf(one) - idOf(other)));
        return { value, commit: { from, to: next.seq, changes } };
      })
      .immediate();
  }

  /** Amid such work: load, decide, append, project; each command on what those before it left. */
  function append({ commands, actor }: Request): Result<Done>[] {
    if (!tables.$client.inTransaction) throw new Error("The log is written in transactions only.");
    return commands.map((command) => apply(command, actor));
  }

  function apply(command: Command, actor: Actor | null): Result<Done> {
    logTime = timeAfter(logTime, clock(), next.time);
    next.time = Math.floor(logTime.time);
    const now = new Date(next.time).toISOString();
    const loaded = load(command);
    if (!loaded.ok) return loaded;
    const found = loaded.value;
    const decision = decide(found.alert, command, now, found.memory);
    if (!decision.ok) return decision;
    const recordedBy = actor ?? actorOf(command, found);
    const left = decision.value.reduce(
      (episode, event) => record(episode, event, now, recordedBy),
      found,
    );
    const events = decision.value.map(({ type }) => type);
    if (left.alert !== null) keepBeside(left.alert, left, command, logTime.real);
    return ok({ alert: left.alert, events });
  }

  function record(before: Episode, event: AlertEvent, now: string, actor: Actor): Episode {
    const previous = event.type === "AlertOpened" ? null : before.alert;
    const alertId = previous?.id ?? (next.id += 1);
    const recorded: RecordedEvent = {
      ...event,
      seq: (next.seq += 1),
      alertId,
      recordedAt: now,
      actor,
    };
    insertEvent(recorded);
    const change = changeBy(recorded, previous);
    const memory = learn(before.memory, recorded);
    project(change, memory);
    if (change.after === null) forget(recorded);
    changes.push(change);
    return { alert: change.after, memory };
  }

  /** What is true of the alert and no event tells. Leases run by the machine's clock (`real`). */
  function keepBeside(alert: Alert, { memory }: Episode, command: Command, real: number): void {
    const isOpen = alert.status !== "resolved";
    const report = command.type === "Report" ? command.report : null;
    const heard = report !== null && isOpen ? hear(memory.unrecorded, report) : memory.unrecorded;
    unrecorded.replace(alert, memory, heard && remainder(alert, memory, heard));
    if (!isOpen) leases.end(alert.id);
    else if (report?.expiresAt !== undefined)
      leases.renew(alert.id, report.expiresAt, new Date(real).toISOString());
  }

  return { transact, append };
}

function changeBy(event: RecordedEvent, before: Alert | null): Change {
  const after = evolve(before, event);
  if (after !== null) return { before, after };
  if (before === null) throw new Error(`${event.type} came before AlertOpened`);
  return { before, after, seq: event.seq };
}

/** Who acts where nobody is named: a source, for what it says and for what time does to that. */
function actorOf(command: Command, { alert }: Episode): Actor {
  switch (command.type) {
    case "Report":
      return sourceActor(command.report.source);
    case "Record":
    case "Expire":
      return sourceActor(alert?.source ?? "");
    case "Acknowledge":
    case "Unacknowledge":
    case "Resolve":
    case "Note":
    case "Delete":
    case "Restore":
    case "Forget":
      return OPERATOR;
    default:
      return command satisfies never;
  }
}

/** Where the log, the ids and the clock stand; none of the three ever goes back. */
function preparePosition(tables: Tables) {
  const lastEvent = prepareLastEvent(tables);
  // From the log, so that no number is given again, whatever becomes of the rows: of an alert that was
  // removed for good, the event that says so is left.
  const lastId = tables
    .select({ id: max(events.alertId) })
    .from(events)
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

/** The last event of the log: its number, and when it was recorded. */
export function prepareLastEvent(tables: Tables) {
  const last = tables
    .select({ seq: events.seq, recordedAt: events.recordedAt })
    .from(events)
    .where(eq(events.seq, tables.select({ seq: max(events.seq) }).from(events)))
    .prepare();
  return { get: () => last.get() };
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
