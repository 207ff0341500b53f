import { type ChildProcess, fork } from "node:child_process";
import { fail, ok, type Result } from "../../../../domain/problem.ts";
import { entryUrl } from "./entry.ts";
import { JsonText } from "../../json-text.ts";
import type { Found, Query, ReadName } from "../reads.ts";
import type { FromReader } from "./reader-process.ts";

/** Longest that anyone waits for a query (ms) … */
const QUERY_TIME = 5_000;
/** … but for the start of a process, which is not the query's fault: on a busy machine that takes seconds (ms). */
const START_TIME = 30_000;
/** More waiting queries than this are refused. */
const MAX_WAITING = 200;
/** A query that nobody waits for any more may take so long (ms): to start another reader takes as long. */
const GRACE = 100;
/** How long (ms) a process waits for its next query before it leaves. */
const IDLE_TIME = 30_000;
/** Half of what a reader's young objects may take (MiB): V8 would keep several times as much. */
const SEMI_SPACE = 4;

/**
 * What has places of its own. A search may scan all there is, but tells after half a second what it has; a timeline counts all
 * there is, and whoever turns a page is not to wait for that; a history is short, and whoever opens an alert is not to wait
 * for either.
 */
const LANES = ["search", "timeline", "history"] as const;
type Lane = (typeof LANES)[number];

/** How many queries of each kind run at a time. */
const PLACES: Readonly<Record<Lane, number>> = { search: 2, timeline: 2, history: 1 };

export interface ReaderPoolOptions {
  readonly places?: Readonly<Record<Lane, number>>;
  /** How long (ms) anyone waits for a query, once there is a process that takes it. */
  readonly queryTime?: number | undefined;
  /** Told of the last event that was there at the moment of which an answer tells, before who asked gets it. */
  readonly onHead?: (seq: number) => void;
}

interface Job {
  readonly query: Query;
  readonly lane: Lane;
  readonly resolve: (result: Result<JsonText<never>>) => void;
  readonly reject: (error: unknown) => void;
  deadline: NodeJS.Timeout | undefined;
  /** Whether it has been answered. */
  isOver: boolean;
}

/** The process has ended, or could not be started. */
interface Lost {
  readonly type: "lost";
  readonly error: Error;
}

/** A place for a process: there is none before its first job, after its last, or where it was ended. */
interface Reader {
  process: ChildProcess | null;
  isReady: boolean;
  job: Job | null;
  /** Ends it unless a job comes first. */
  leaving: NodeJS.Timeout | undefined;
}

/**
 * Processes that run queries which can scan, one at a time each, so that the feed never waits. Each
 * is started by the first job that finds no other idle, takes jobs of any kind, and leaves when none
 * has come for a while. There are as many as places, so a job that has one finds a process.
 *
 * SQLite cannot be interrupted here, and a thread cannot be ended amid a statement; a process can,
 * whatever the query and the data are. So a query is ended from outside, and needs to know of no
 * deadline.
 */
export function startReaderPool(
  file: string,
  onUnreadable: (cause: string) => void,
  { places = PLACES, queryTime = QUERY_TIME, onHead = () => {} }: ReaderPoolOptions = {},
) {
  const waiting: Job[] = [];
  const readers = Array.from({ length: total((lane) => places[lane]) }, (): Reader => {
    return { process: null, isReady: false, job: null, leaving: undefined };
  });
  /** Those, too, that have been ended and are not gone yet. */
  const processes = new Set<ChildProcess>();
  let closed = false;
  // A reader amid a query hears neither of a signal nor that the server has gone.
  process.once("exit", endAll);

  /** Answers with `query-timeout` at the deadline, rejects when the signal fires. */
  async function ask<Name extends ReadName>(
    query: Query<Name>,
    signal?: AbortSignal,
  ): Promise<Result<Found<Name>>> {
    const answer = await askText(query, signal);
    return answer.ok ? ok(answer.value.read()) : answer;
  }

  /** The same as it comes. */
  async function askText<Name extends ReadName>(
    query: Query<Name>,
    signal?: AbortSignal,
  ): Promise<Result<JsonText<Found<Name>>>> {
    signal?.throwIfAborted();
    if (closed) return STOPPING;
    const lane = laneOf(query);
    if (waitingIn(lane) >= MAX_WAITING) {
      return fail("store-busy", "Too many searches are waiting; try again.");
    }
    const { promise, resolve, reject } = Promise.withResolvers<Result<JsonText<Found<Name>>>>();
    const job: Job = { query, lane, resolve, reject, deadline: undefined, isOver: false };
    const isStarting = !readers.some(({ isReady }) => isReady);
    setDeadline(job, isStarting ? START_TIME + queryTime : queryTime);
    const abandon = () => forget(job, signal?.reason);
    signal?.addEventListener("abort", abandon);
    waiting.push(job);
    startNext();
    return promise.finally(() => {
      clearTimeout(job.deadline);
      signal?.removeEventListener("abort", abandon);
    });
  }

  function setDeadline(job: Job, time: number): void {
    clearTimeout(job.deadline);
    if (time !== Infinity) job.deadline = setTimeout(() => expire(job), time);
  }

  function startNext(): void {
    const idle = readers.find(({ isReady, job }) => isReady && job === null);
    const starting = readers.filter(({ process, isReady }) => process !== null && !isReady);
    if (idle !== undefined) {
      const job = takeNext();
      if (job === undefined) return;
      clearTimeout(idle.leaving);
      idle.job = job;
      idle.process?.send(job.query);
    } else if (starting.length < total(runnable)) {
      const absent = readers.find(({ process }) => process === null);
      if (absent !== undefined) start(absent);
    }
  }

  /** The first one that has a place. */
  function takeNext(): Job | undefined {
    const at = waiting.findIndex(({ lane }) => runnable(lane) > 0);
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  }

  function runnable(lane: Lane): number {
    const running = readers.filter(({ job }) => job?.lane === lane).length;
    return Math.min(waitingIn(lane), places[lane] - running);
  }

  function waitingIn(lane: Lane): number {
    return waiting.filter((job) => job.lane === lane).length;
  }

  function start(reader: Reader): void {
    const child = fork(entryUrl("reader-process"), [file], {
      execArgv: [`--max-semi-space-size=${SEMI_SPACE}`],
      serialization: "advanced",
      // Whoever reads what the server writes is not to wait for a reader that has outlived it.
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    reader.process = child;
    // One that could not be started does not exit.
    if (child.pid !== undefined) processes.add(child);
    const heard = (message: FromReader | Lost) => {
      if (reader.process === child) hear(reader, message);
    };
    child.on("message", heard);
    child.on("error", (error) => heard({ type: "lost", error }));
    child.on("exit", (code, signal) => {
      processes.delete(child);
      heard({ type: "lost", error: new Error(`A reader ended: ${code ?? signal}`) });
    });
  }

  function hear(reader: Reader, message: FromReader | Lost): void {
    if (message.type === "ready") {
      if (!readers.some(({ isReady }) => isReady))
        for (const job of waiting) setDeadline(job, queryTime);
      reader.isReady = true;
    } else {
      // Before it is ready, it speaks to whoever it was started for.
      const job = reader.isReady ? reader.job : takeNext();
      reader.job = null;
      if (message.type === "lost" || !reader.isReady) end(reader);
      if (message.type === "refused") onUnreadable(message.cause);
      if (job) settle(job, () => answer(job, message));
    }
    // It is ended from here, so no query can be on its way to it.
    if (reader.isReady) reader.leaving = setTimeout(() => end(reader), IDLE_TIME);
    startNext();
  }

  function answer(job: Job, message: Exclude<FromReader, { type: "ready" }> | Lost): void {
    switch (message.type) {
      case "answer":
        if (message.head !== null) onHead(message.head);
        return job.resolve(ok(new JsonText(message.json)));
      case "problem":
      case "refused":
        return job.resolve({ ok: false, problem: message.problem });
      case "fault":
      case "lost":
        return job.reject(message.error);
      default:
        message satisfies never;
    }
  }

  /** Its time is up: it has had all of it, so nothing more is waited for. */
  function expire(job: Job): void {
    settle(job, () => job.resolve(TOO_LONG));
    leave(job, 0);
  }

  function forget(job: Job, reason: unknown): void {
    settle(job, () => job.reject(reason));
    leave(job, GRACE);
  }

  function settle(job: Job, answer: () => void): void {
    if (!job.isOver) answer();
    job.isOver = true;
  }

  /** Takes back what has not begun; what goes on is ended after a while, and its reader replaced. */
  function leave(job: Job, after: number): void {
    const at = waiting.indexOf(job);
    if (at >= 0) waiting.splice(at, 1);
    const reader = readers.find((reader) => reader.job === job);
    if (reader === undefined) return;
    setTimeout(() => {
      if (reader.job !== job) return;
      end(reader);
      startNext();
    }, after);
  }

  function end(reader: Reader): void {
    clearTimeout(reader.leaving);
    reader.process?.kill("SIGKILL");
    reader.process = null;
    reader.isReady = false;
    reader.job = null;
  }

  function endAll(): void {
    for (const reader of readers) end(reader);
  }

  async function close(): Promise<void> {
    closed = true;
    process.removeListener("exit", endAll);
    const under = readers.flatMap(({ job }) => job ?? []);
    for (const job of [...waiting.splice(0), ...under]) settle(job, () => job.resolve(STOPPING));
    endAll();
    await Promise.all(
      [...processes].map((child) => new Promise((resolve) => child.once("exit", resolve))),
    );
  }

  return { ask, askText, close };
}

function laneOf({ name }: Query): Lane {
  switch (name) {
    case "page":
    case "ids":
    case "points":
      return "search";
    case "timeline":
    case "history":
      return name;
    default:
      return name satisfies never;
  }
}

function total(of: (lane: Lane) => number): number {
  return LANES.reduce((sum, lane) => sum + of(lane), 0);
}

const TOO_LONG = fail("query-timeout", "This filter takes too long to search with; narrow it.");
const STOPPING = fail("stopping", "Nothing is read any more.");
