import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Actor } from "../../../domain/actor.ts";
import type { Command } from "../../../domain/command.ts";
import type { Head } from "../../../domain/cursor.ts";
import { isEverything } from "../../../domain/filter.ts";
import { ok } from "../../../domain/problem.ts";
import { createReadiness } from "../engine/readiness.ts";
import { asResult } from "../refusal.ts";
import type { Operations } from "../operations.ts";
import type { Monitors } from "../monitors.ts";
import type { People } from "../people.ts";
import type { Commit, Store } from "../store.ts";
import type { KeptPreferences } from "../preferences.ts";
import type { Views } from "../views.ts";
import type { Webhooks } from "../webhooks.ts";
import { openDatabase } from "./connection/database.ts";
import { listen } from "./connection/notices.ts";
import { prepare } from "./connection/prepare.ts";
import { createPresence } from "./connection/presence.ts";
import { createPrimary } from "./connection/primary.ts";
import { causeOf, refusalOf, refusing } from "./connection/refusal.ts";
import type { Context } from "./context.ts";
import { CHANNEL, isNews } from "./log/commits.ts";
import { createDue } from "./log/due.ts";
import { noteFact, readFact } from "./log/facts.ts";
import { readHead } from "./log/head.ts";
import { createLog } from "./log/log.ts";
import { createTail } from "./log/tail.ts";
import { createWriter } from "./log/writer.ts";
import { lastEntry, PEOPLE } from "./people/audit.ts";
import { createPostgresOperations } from "./postgres-operations.ts";
import { createPostgresMonitors } from "./postgres-monitors.ts";
import { createPostgresPeople } from "./postgres-people.ts";
import { createPostgresPreferences } from "./postgres-preferences.ts";
import { createPostgresViews } from "./postgres-views.ts";
import { createPostgresWebhooks } from "./postgres-webhooks.ts";
import { readAlertOf, readChangedSince, readReach, readWasRemoved } from "./queries/alerts.ts";
import { readEarlier } from "./queries/earlier.ts";
import { readEvents } from "./queries/events.ts";
import { readHistory } from "./queries/history.ts";
import { readIds, readPageText } from "./queries/pages.ts";
import { createScans } from "./queries/scan.ts";
import { readTimeline } from "./queries/timeline.ts";
import { readPast } from "./retention/past.ts";
import { vacuum } from "./retention/vacuum.ts";
import { forget, purge } from "./retention/writes.ts";

/**
 * Connections for what is answered at once, for what can scan, for timelines, which count all there is and tell nothing before,
 * and for writes with what they wait for: what other nodes have committed, a probe.
 */
const CONNECTIONS = { reads: 6, scans: 4, timelines: 2, writes: 3 } as const;
/** How often (ms) it is looked whether other nodes have committed, where no notice says so. */
const LOOK = 1_000;
/** How long (ms) a commit of another node may take until it is told here: a look, and the reading. */
const TELLS_WITHIN = 2_000;

export interface PostgresStoreOptions {
  /** Told why PostgreSQL refuses to write: once, until it writes again or gives another reason. */
  readonly onRefused: (cause: string) => void;
  /** Told that it writes again. */
  readonly onRecovered?: () => void;
  /** Told each time why PostgreSQL refuses to read. */
  readonly onUnreadable?: (cause: string) => void;
  /**
   * Told that the history is another from now on, as after a failover that may have lost the last commits: whoever is
   * connected must come again.
   */
  readonly onEpoch?: (head: Head) => void;
  /** How long (ms) anyone waits for a read that can scan. */
  readonly queryTime?: number;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** The store, who may come in, what is begun and named, and what everything else in the same database is made with. */
export interface PostgresStore extends Store {
  readonly people: People;
  readonly operations: Operations;
  readonly views: Views;
  readonly preferences: KeptPreferences;
  readonly webhooks: Webhooks;
  readonly monitors: Monitors;
  /** A random id, made with the database, that says nothing else. */
  readonly instance: string;
  readonly context: Context;
}

/**
 * The store in a database of PostgreSQL, beside as many other nodes as there are. Rejects where it cannot be reached, or
 * is too new.
 */
export async function openPostgresStore(
  url: string,
  {
    onRefused,
    onRecovered = () => {},
    onUnreadable = () => {},
    onEpoch = () => {},
    queryTime,
    clock = Date.now,
  }: PostgresStoreOptions,
): Promise<PostgresStore> {
  const primary = createPrimary(url);
  const reads = openDatabase(primary, { connections: CONNECTIONS.reads });
  const scanned = openDatabase(primary, { connections: CONNECTIONS.scans });
  const counted = openDatabase(primary, { connections: CONNECTIONS.timelines });
  const writes = openDatabase(primary, { connections: CONNECTIONS.writes, keepsPlans: true });
  const databases = [reads, scanned, counted, writes];
  const closeAll = () => Promise.all(databases.map((database) => database.close()));

  const { start, startReach, startEntry, instance } = await begin().catch(
    async (error: unknown) => {
      await closeAll();
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`The database cannot be opened: ${reason}`, { cause: error });
    },
  );

  async function begin() {
    await prepare(primary);
    return {
      start: await readHead(writes),
      startReach: await readReach(writes),
      startEntry: await lastEntry(writes),
      instance: (await readFact(writes, "instance")) ?? "",
    };
  }

  const listeners: ((commit: Commit) => void)[] = [];
  const readiness = createReadiness({ refused: onRefused, recovered: onRecovered }, () =>
    performance.now(),
  );
  let head = start;
  let reach = startReach;

  /** A read may find what this node has yet to be told of. */
  function hearOf(found: Head): void {
    if (found.epoch === head.epoch && found.seq > head.seq) head = found;
  }

  /** Who is given cursors of another history is to find that this node takes them. */
  async function heardOf(found: Head): Promise<void> {
    if (found.epoch === head.epoch) return hearOf(found);
    await tail.look().catch((error: unknown) => onUnreadable(causeOf(error)));
  }

  const tail = createTail(writes, start, {
    commit(commit) {
      hearOf({ ...head, seq: commit.to });
      for (const told of listeners) told(commit);
    },
    epoch(begun) {
      head = begun;
      onEpoch(begun);
    },
  });
  const node = randomUUID();
  const writer = createWriter(writes, createLog(clock, node), {
    async committed(transacted) {
      readiness.took();
      await tail.own(transacted);
    },
    refused: readiness.refused,
  });
  const look = () => void tail.look().catch((error: unknown) => onUnreadable(causeOf(error)));
  const looking = setInterval(look, LOOK);
  const context: Context = { database: reads, write: writer.write, onUnreadable };
  const who = createPostgresPeople(context, { now: clock, last: startEntry });
  const presence = createPresence(primary);
  const notices = listen(primary, CHANNEL, (words) => {
    if (words === null || words === PEOPLE) void who.look();
    // Its own commits this node tells by itself, once it has heard that they are done.
    if (words === null || isNews(words, tail.heard(), node)) look();
  });
  const scans = createScans(scanned, onUnreadable, queryTime);
  const timelines = createScans(counted, onUnreadable, queryTime);
  const quick = createScans(reads, onUnreadable, queryTime);
  const due = createDue();

  async function execute(commands: readonly Command[], actor: Actor | null) {
    return writer.execute({ commands, actor });
  }

  /** Writes so many bytes and takes them away again: there must be room for them. */
  async function probe(bytes: number) {
    try {
      // What repeats itself would be compressed.
      const text = randomBytes(bytes).toString("base64");
      await writes.transact((session) => noteFact(session, "probe", text));
      await writes.run(sql`delete from meta where key = 'probe'`);
      return ok(null);
    } catch (error) {
      const problem = refusalOf(error);
      if (problem === null) throw error;
      readiness.refused(problem, causeOf(error));
      return { ok: false, problem } as const;
    }
  }

  const alert = refusing((id: number) => readAlertOf(reads, id), onUnreadable);
  const wasRemoved = refusing((id: number) => readWasRemoved(reads, id), onUnreadable);
  const eventsAfter = refusing(
    (seq: number, limit: number) => readEvents(reads, seq, limit),
    onUnreadable,
  );
  const position = refusing((consumer: string) => readFact(reads, placeOf(consumer)), onUnreadable);
  const changedSince = refusing(
    (seq: number, limit: number, bytes: number) =>
      reads.read((session) => readChangedSince(session, seq, limit, bytes)),
    onUnreadable,
  );
  const size = refusing(() => reads.get<{ readonly bytes: number }>(SIZE), onUnreadable);

  const pageText: Store["pageText"] = async (filter, place, limit, signal) => {
    const ways = isEverything(filter) ? quick : scans;
    const read = await ways.ask((session) => readPageText(session, filter, place, limit), signal);
    if (!read.ok) return read;
    await heardOf(read.value.head);
    return ok(read.value.text);
  };

  function endScans(): void {
    scans.end();
    timelines.end();
  }

  let closing: Promise<void> | null = null;

  async function close(): Promise<void> {
    clearInterval(looking);
    endScans();
    quick.end();
    await Promise.all([writer.close(), notices.close(), who.close(), presence.releaseAll()]);
    await tail.end();
    await closeAll();
  }

  return {
    instance,
    context,
    people: who.people,
    operations: createPostgresOperations(context, presence),
    views: createPostgresViews(context),
    preferences: createPostgresPreferences(context),
    webhooks: createPostgresWebhooks(context),
    monitors: createPostgresMonitors(context),
    execute,
    async sweep(sweep) {
      // Where nothing is due, nothing is written.
      const found = await asResult(refusing(async () => ok(await due(reads, sweep)), onUnreadable));
      if (!found.ok || found.value.length === 0) return found.ok ? ok(0) : found;
      const done = await execute(found.value, null);
      return done.ok ? ok(done.value.length) : done;
    },
    ready: () => readiness.ask(probe),
    head: () => head,
    tellsWithin: TELLS_WITHIN,
    reach: () => reach,
    alert,
    wasRemoved,
    history: (id, place, limit, signal) =>
      scans.ask((session) => readHistory(session, id, place, limit), signal),
    episodes: (id, before, limit) =>
      quick.ask((session) => readEarlier(session, id, before, limit)),
    async changedSince(seq, limit, bytes = Infinity) {
      const changed = await changedSince(seq, limit, bytes);
      hearOf({ ...head, seq: changed.head });
      reach = Math.max(reach, changed.reach);
      return changed;
    },
    eventsAfter,
    async position(consumer) {
      const place = await position(consumer);
      return place === null ? null : Number(place);
    },
    move: (consumer, seq) =>
      writer.write(async (writing) => {
        await noteFact(writing, placeOf(consumer), String(seq));
        return null;
      }),
    async forget(id, by) {
      const forgotten = await writer.write((writing) => forget(writing, id, by));
      return forgotten.ok ? forgotten.value : forgotten;
    },
    past: (query) => quick.ask((session) => readPast(session, query)),
    purge: (asked) => writer.write((writing) => purge(writing, asked), asked.ids.length),
    vacuum: () => asResult(refusing(() => vacuum(writes), onUnreadable)),
    async page(...asked) {
      const sent = await pageText(...asked);
      return sent.ok ? ok(sent.value.read()) : sent;
    },
    pageText,
    async ids(filter, after, limit, signal) {
      const read = await scans.ask((session) => readIds(session, filter, after, limit), signal);
      if (read.ok) await heardOf(read.value.head);
      return read;
    },
    timeline: (filter, span, signal) =>
      timelines.ask((session) => readTimeline(session, filter, span), signal),
    async measure() {
      const waiting = writer.waiting();
      return { bytes: (await size())?.bytes ?? 0, waiting };
    },
    onCommit: (listener) => void listeners.push(listener),
    endScans: async () => endScans(),
    close: () => (closing ??= close()),
  };
}

/** How far in the log each of those who read it on and on has come. */
function placeOf(consumer: string): string {
  return `position:${consumer}`;
}

const SIZE = sql`
  select coalesce(sum(pg_total_relation_size(oid)), 0)::bigint as bytes from pg_class
  where relnamespace = current_schema()::regnamespace and relkind = 'r'`;
