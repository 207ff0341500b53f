import { fail, ok, type Problem, type Result } from "../../../../domain/problem.ts";
import type { Commit } from "../../store.ts";
import type { WriterOpening } from "./writer-opening.ts";
import type { WriteInput, WriteName, WriteOutput } from "../writes.ts";
import type { Answer, FromWriter, ToWriter } from "./writer-thread.ts";

interface Waiting {
  readonly resolve: (result: Result<never>) => void;
  readonly reject: (error: unknown) => void;
}

export interface Writer {
  /**
   * Does what the registry has under that name. `weight` is how much of a commit it makes up, 1 for
   * each command.
   */
  write<Name extends WriteName>(
    name: Name,
    input: WriteInput<Name>,
    weight?: number,
  ): Promise<Result<WriteOutput<Name>>>;
  /** How many requests have not been answered yet. */
  waiting(): number;
  /** Takes no more at once, and closes the file once those who read it have `ended`. */
  close(ended?: Promise<unknown>): Promise<void>;
}

/** Requests that may wait for the file; more are refused, so that a locked file fills no memory. */
const MAX_WAITING = 5_000;

/**
 * Told of each commit before its requests are answered, of what SQLite refused to write, and of the
 * end of the thread where nobody asked for it: nothing can be written then.
 */
export interface WriterListener {
  readonly commit: (commit: Commit) => void;
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
        asker?.resolve(ok(answer.output as never));
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

  async function write<Name extends WriteName>(
    name: Name,
    input: WriteInput<Name>,
    weight = 1,
  ): Promise<Result<WriteOutput<Name>>> {
    if (closing) return fail("stopping", "Nothing is written any more.");
    if (end !== null) throw end;
    if (waiting.size >= MAX_WAITING) return fail("store-busy", "Too many writes are waiting.");
    return new Promise((resolve, reject) => {
      ticket += 1;
      waiting.set(ticket, { resolve, reject });
      say({ type: "write", ticket, name, input, weight });
    });
  }

  /** The port keeps its order: what was asked before is committed first. */
  async function close(ended: Promise<unknown> = Promise.resolve()): Promise<void> {
    // The thread has closed the file when a second word would reach it.
    if (!closing) {
      closing = true;
      await ended;
      say({ type: "close" });
    }
    await exit;
  }

  return { write, waiting: () => waiting.size, close };
}
