import type { Alert } from "../../../domain/alert.ts";
import { type Actor, OPERATOR, sourceActor } from "../../../domain/actor.ts";
import { type Command, decide } from "../../../domain/command.ts";
import type { Change } from "../../../domain/diff.ts";
import { type AlertEvent, evolve, type RecordedEvent } from "../../../domain/event.ts";
import { type LogTime, timeAfter } from "../../../domain/log-time.ts";
import { learn, type Memory } from "../../../domain/memory.ts";
import { ok, type Result } from "../../../domain/problem.ts";
import { hear, remainder, type Unrecorded } from "../../../domain/unrecorded.ts";
import type { Commit, Done } from "../store.ts";
import type { Episode } from "./episodes.ts";

/** Commands that arrived together and are answered together. Reports are their source's own act. */
export interface Request {
  readonly commands: readonly Command[];
  /** Who acts, null where each report speaks for its source. */
  readonly actor: Actor | null;
}

/** Milliseconds since 1970. */
export type Clock = () => number;

/** Where the log, the ids and its clock (ms since 1970) stand; none of the three ever goes back. */
export interface Position {
  readonly seq: number;
  readonly id: number;
  readonly time: number;
}

/** What an engine keeps of the log, amid a transaction: at once, or as what it will write at the end. */
export interface Ledger {
  readonly load: (command: Command) => Result<Episode>;
  readonly insertEvent: (event: RecordedEvent) => void;
  /** Brings the read models from before an event to after it. */
  readonly project: (change: Change, memory: Memory) => void;
  /** Removes what is kept of an alert from before the event that it is forgotten. */
  readonly forget: (event: RecordedEvent) => void;
  readonly unrecorded: {
    readonly replace: (alert: Alert, memory: Memory, rest: Unrecorded | null) => void;
  };
  readonly leases: {
    readonly renew: (alertId: number, expiresAt: string, renewedAt: string) => void;
    readonly end: (alertId: number) => void;
  };
}

/** Makes events of commands, the same whatever keeps them: load, decide, append, project. */
export function createRecorder(ledger: Ledger, clock: Clock) {
  const { load, insertEvent, project, forget, unrecorded, leases } = ledger;
  let logTime: LogTime | null = null;
  /** Of the transaction under way. */
  let from = 0;
  let next = { seq: 0, id: 0, time: 0 };
  let changes: Change[] = [];

  /** Begins anew where the log stands now. */
  function begin(position: Position): void {
    next = { ...position };
    from = next.seq;
    changes = [];
  }

  /** Each command on what those before it left. */
  function append({ commands, actor }: Request): Result<Done>[] {
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

  /** What was appended since it began. */
  function appended(): Commit {
    return { from, to: next.seq, changes };
  }

  return { begin, append, appended };
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
    case "EndSnooze":
      return sourceActor(alert?.source ?? "");
    case "Acknowledge":
    case "Unacknowledge":
    case "Resolve":
    case "Reopen":
    case "Snooze":
    case "Wake":
    case "Note":
    case "Delete":
    case "Restore":
    case "Forget":
    case "Purge":
      return OPERATOR;
    default:
      return command satisfies never;
  }
}
