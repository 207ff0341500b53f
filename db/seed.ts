import { type Happening, history } from "../src/generator/history.ts";
import { type Actor, OPERATOR, sourceActor } from "../src/domain/actor.ts";
import type { Alert } from "../src/domain/alert.ts";
import { type Command, decide } from "../src/domain/command.ts";
import { evolve, type RecordedEvent } from "../src/domain/event.ts";
import { prepareInsertEvent } from "../src/server/store/sqlite/log/append.ts";
import type { Progress } from "../src/domain/operation.ts";
import { inTransaction } from "../src/server/store/sqlite/file/transaction.ts";
import { openForWriting, type Tables } from "../src/server/store/sqlite/file/database.ts";
import { prepareReads } from "../src/server/store/sqlite/queries/read.ts";
import { rebuildWithin } from "../src/server/store/sqlite/log/rebuild.ts";

const DAY = 86_400_000;
const CACHE_KIB = 524_288;
/** Alerts between two looks at whether to go on. */
const STEP = 100;

export interface SeedOptions {
  readonly alerts: number;
  readonly days: number;
  readonly seed: number;
  /** The end of the history (ms since 1970). */
  readonly now: number;
}

/**
 * Fills an empty database with a made-up history: the same decisions write the log, and the read
 * models are made from that. Returns whether it did: a database that has alerts is left as it is.
 */
export function* seed(file: string, options: SeedOptions): Generator<Progress, boolean> {
  const tables = openForWriting(file);
  try {
    const isEmpty = prepareReads(tables).head().seq === 0;
    if (isEmpty) yield* fill(tables, options);
    return isEmpty;
  } finally {
    tables.$client.close();
  }
}

/** One transaction: what is cut short leaves the database empty, and can be made up again. */
function* fill(tables: Tables, options: SeedOptions): Generator<Progress, void> {
  const { $client: db } = tables;
  // New pages go straight into the file; a write-ahead log would have all of it written twice.
  db.pragma("journal_mode = DELETE");
  db.pragma("synchronous = OFF");
  db.pragma(`cache_size = -${CACHE_KIB}`);
  yield* inTransaction(tables, write(tables, options));
  db.pragma("synchronous = FULL");
  db.pragma("journal_mode = WAL");
}

function* write(tables: Tables, options: SeedOptions): Generator<Progress, void> {
  yield* writeLog(tables, options);
  yield* rebuildWithin(tables);
}

/** In a database that was empty, the n-th episode is alert n. */
function* writeLog(
  tables: Tables,
  { alerts, days, seed, now }: SeedOptions,
): Generator<Progress, void> {
  const insert = prepareInsertEvent(tables);
  const going = new Map<number, Alert>();
  let seq = 0;
  let last = 0;
  for (const happening of history({ seed, alerts, from: now - days * DAY, to: now })) {
    const { episode } = happening;
    // What is over changes no more, unless it is deleted at once.
    if (episode !== last && going.get(last)?.status === "resolved") going.delete(last);
    for (const event of eventsOf(happening, going.get(episode) ?? null, seq)) {
      insert(event);
      const alert = evolve(going.get(episode) ?? null, event);
      if (alert !== null) going.set(episode, alert);
      seq = event.seq;
    }
    if (episode !== last && episode % STEP === 0)
      yield { done: episode, total: alerts, unit: "alerts written" };
    last = episode;
  }
}

function eventsOf(happening: Happening, alert: Alert | null, seq: number): RecordedEvent[] {
  const recordedAt = new Date(happening.at).toISOString();
  const [command, actor] = commandOf(happening);
  const decision = decide(alert, command, recordedAt);
  if (!decision.ok) throw new Error(decision.problem.detail);
  return decision.value.map((event, index) => ({
    ...event,
    seq: seq + index + 1,
    alertId: happening.episode,
    recordedAt,
    actor,
  }));
}

function commandOf(happening: Happening): [command: Command, actor: Actor] {
  return happening.type === "Report"
    ? [{ type: "Report", report: happening.report }, sourceActor(happening.report.source)]
    : [{ type: happening.type, id: happening.episode }, OPERATOR];
}
