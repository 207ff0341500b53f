import { fail, type Result } from "../../../../domain/problem.ts";
import { asResult } from "../../refusal.ts";
import type { Database, Session } from "../connection/database.ts";
import { refusing } from "../connection/refusal.ts";

/** How long (ms) anyone waits for a read that can scan. */
const QUERY_TIME = 5_000;
/** Reads that may wait for a connection; more are refused. */
const MAX_WAITING = 1_000;

const STOPPING = fail("stopping", "Nothing is read any more.");
const TIMEOUT = fail("query-timeout", "The search took too long; narrow it down.");

/** Thrown where nobody waits for the answer any more. */
class Abandoned extends Error {
  override name = "Abandoned";
}

/**
 * Runs reads that can scan, each at one moment: one ends at its deadline, when its signal fires, and when all are ended.
 * That is looked at before each statement, which takes a bounded time.
 */
export function createScans(
  database: Database,
  onUnreadable: (cause: string) => void,
  queryTime = QUERY_TIME,
) {
  const running = new Set<() => void>();
  let isClosed = false;

  /** Answers with `query-timeout` at the deadline, rejects when the signal fires. */
  async function ask<T>(
    scan: (session: Session) => Promise<Result<T>>,
    signal?: AbortSignal,
  ): Promise<Result<T>> {
    signal?.throwIfAborted();
    if (isClosed) return STOPPING;
    if (running.size >= MAX_WAITING) {
      return fail("store-busy", "Too many searches are waiting; try again.");
    }
    const { promise, resolve, reject } = Promise.withResolvers<Result<T>>();
    let isOver = false;
    const end = (answer: () => void) => () => {
      isOver = true;
      answer();
    };
    const stop = end(() => resolve(STOPPING));
    const abandon = end(() => reject(signal?.reason));
    const expire = end(() => resolve(TIMEOUT));
    const deadline = queryTime === Infinity ? undefined : setTimeout(expire, queryTime);
    running.add(stop);
    signal?.addEventListener("abort", abandon);
    read(scan, () => isOver).then(resolve, reject);
    return promise.finally(() => {
      clearTimeout(deadline);
      running.delete(stop);
      signal?.removeEventListener("abort", abandon);
    });
  }

  function read<T>(
    scan: (session: Session) => Promise<Result<T>>,
    isOver: () => boolean,
  ): Promise<Result<T>> {
    const readNow = refusing(() => {
      return database.read((session) => scan(endable(session, isOver)));
    }, onUnreadable);
    return asResult(readNow);
  }

  /** Ends those under way, and takes no more. */
  function end(): void {
    isClosed = true;
    for (const stop of running) stop();
  }

  return { ask, end };
}

function endable(session: Session, isOver: () => boolean): Session {
  function sent<T>(send: () => Promise<T>): Promise<T> {
    return isOver() ? Promise.reject(new Abandoned()) : send();
  }
  return {
    all: (statement) => sent(() => session.all(statement)),
    get: (statement) => sent(() => session.get(statement)),
    planned: (statement) => sent(() => session.planned(statement)),
    run: (statement) => sent(() => session.run(statement)),
  };
}
