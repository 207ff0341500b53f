import { type Happening, history } from "../src/generator/history.ts";
import { prepareAppend, type Request } from "../src/server/store/append.ts";
import { openForWriting, type Tables } from "../src/server/store/database.ts";
import { prepareReads } from "../src/server/store/read.ts";

const DAY = 86_400_000;
const CHUNK = 5_000;

export interface SeedOptions {
  readonly alerts: number;
  readonly days: number;
  readonly seed: number;
  /** The end of the history (ms since 1970). */
  readonly now: number;
  readonly progress: (alerts: number) => void;
}

/**
 * Fills an empty database with a made-up history, through the same decisions, log and read models
 * as what sources post. Says whether it did: a database that has alerts is left as it is.
 */
export function seed(file: string, options: SeedOptions): boolean {
  const tables = openForWriting(file);
  const isEmpty = prepareReads(tables).head().seq === 0;
  if (isEmpty) fill(tables, options);
  tables.$client.close();
  return isEmpty;
}

function fill(tables: Tables, { alerts, days, seed, now, progress }: SeedOptions): void {
  // Made-up history that a power cut takes can be made up again.
  tables.$client.pragma("synchronous = OFF");
  let times = [now].values();
  // Asked once for each command, so each happens when the history says.
  const append = prepareAppend(tables, () => times.next().value ?? now);
  for (const chunk of chunksOf(history({ seed, alerts, from: now - days * DAY, to: now }))) {
    times = chunk.map(({ at }) => at).values();
    append(chunk.map(requestOf));
    progress(chunk.reduce((most, { episode }) => Math.max(most, episode), 0));
  }
  tables.$client.pragma("synchronous = FULL");
  tables.$client.pragma("wal_checkpoint(TRUNCATE)");
  tables.$client.pragma("optimize");
}

/** In a database that was empty, the n-th episode is alert n. */
function requestOf(happening: Happening): Request {
  return happening.type === "Report"
    ? { commands: [{ type: "Report", report: happening.report }], actor: null }
    : { commands: [{ type: happening.type, id: happening.episode }], actor: "operator" };
}

function* chunksOf(happenings: Iterable<Happening>): Generator<Happening[]> {
  let chunk: Happening[] = [];
  for (const happening of happenings) {
    chunk.push(happening);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
