import { fail, ok, type Problem, type Result } from "../../../../domain/problem.ts";
import type { Request } from "../log/append.ts";
import type { Commit, Done, Sweep } from "../../store.ts";
import type { WriterOpening } from "./writer-opening.ts";
import type { Answer, FromWriter, ToWriter } from "./writer-thread.ts";

type Results = Result<Result<Done>[]>;

interface Waiting {
  readonly resolve: (results: Results) => void;
  readonly reject: (error: unknown) => void;
}

export interface Writer {
  execute(request: Request): Promise<Results>;
  /** Does what time has made due. */
  sweep(sweep: Sweep): Promise<Results>;
  /** Writes something that leaves no trace, to see whether it can be written. */
  probe(): Promise<Results>;
  /** How many requests have not been answered yet. */
  waiting(): number;
  close(): Promise<void>;
}

/** Requests that may wait for the file; more are refused, so that a locked file fills no memory. */
const MAX_WAITING = 5_000;

/**
 * Told of each commit before its requests are answered, of a probe that was written, of what SQLite
 * refused to write, and of the end of the thread where nobody asked for it: nothing can be written
 * then.
 */
export interface WriterListener {
  readonly commit: (commit: Commit) => void;
  readonly probed: () => void;
  readonly refused: (problem: Problem, cause: string) => void;
  readonly lost: (error: unknown) => void;
}

/**
 * Writes through a thread of its own, so that no disk ever stops the event loop. Rejects where the
 * database cannot be opened.
 */
export async function startWriter(
  { worker, opened }: WriterOpening,
  listener: WriterListener,
): Promise<Writer> {
  const waiting = new Map<number, Waiting>();
  let ticket = 0;
  let closing = false;
  /** Why the thread is no more. */
  let end: Error | null = null;

  await opened;

  worker.on("message", (message: FromWriter) => {
    if (message.type === "ready") return;
    if (message.commit !== null) listener.commit(message.commit);
    for (const answer of message.answers) settle(answer);
  });
  worker.on("error", (error) => failAll(error));
  const exit = new Promise<void>((resolve) => {
    worker.on("exit", () => {
      failAll(new Error("The writer has stopped."));
      if (!closing) listener.lost(end);
      resolve();
    });
  });

  function settle(answer: Answer): void {
    const asker = waiting.get(answer.ticket);
    waiting.delete(answer.ticket);
    switch (answer.type) {
      case "done":
        asker?.resolve(ok([...answer.results]));
        return;
      case "probed":
        listener.probed();
        asker?.resolve(ok([]));
        return;
      case "refused":
        listener.refused(answer.problem, answer.cause);
        asker?.resolve({ ok: false, problem: answer.problem });
        return;
      case "fault":
        asker?.reject(answer.error);
        return;
      default:
        answer satisfies never;
    }
  }

  function failAll(error: unknown): void {
    end ??= error instanceof Error ? error : new Error(String(error));
    for (const { reject } of waiting.values()) reject(end);
    waiting.clear();
  }

  function say(message: ToWriter): void {
    worker.postMessage(message);
  }

  async function ask(message: (ticket: number) => ToWriter): Promise<Results> {
    if (closing) return fail("stopping", "Nothing is written any more.");
    if (end !== null) throw end;
    if (waiting.size >= MAX_WAITING) return fail("store-busy", "Too many writes are waiting.");
    return new Promise((resolve, reject) => {
      ticket += 1;
      waiting.set(ticket, { resolve, reject });
      say(message(ticket));
    });
  }

  /** The port keeps its order: what was asked before is committed first. */
  async function close(): Promise<void> {
    // The thread has closed the file when a second word would reach it.
    if (!closing) say({ type: "close" });
    closing = true;
    await exit;
  }

  return {
    execute: (request) => ask((ticket) => ({ type: "execute", ticket, request })),
    sweep: (sweep) => ask((ticket) => ({ type: "sweep", ticket, sweep })),
    probe: () => ask((ticket) => ({ type: "probe", ticket })),
    waiting: () => waiting.size,
    close,
  };
}
