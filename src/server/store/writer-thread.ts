import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import * as v from "valibot";
import { fail, type Problem, type Result } from "../../shared/problem.ts";
import { prepareAppend, type Request } from "./append.ts";
import { openForWriting } from "./database.ts";
import type { Commit, Done } from "./store.ts";

/** What the main thread asks of the writer. */
export type ToWriter =
  | { readonly type: "execute"; readonly ticket: number; readonly request: Request }
  | { readonly type: "close" };

/** What became of one request. A fault is a defect in the program, for the log only. */
export type Answer =
  | { readonly ticket: number; readonly type: "done"; readonly results: readonly Result<Done>[] }
  | {
      readonly ticket: number;
      readonly type: "refused";
      readonly problem: Problem;
      readonly cause: string;
    }
  | { readonly ticket: number; readonly type: "fault"; readonly error: unknown };

export type FromWriter =
  | { readonly type: "ready" }
  | {
      readonly type: "answers";
      readonly answers: readonly Answer[];
      readonly commit: Commit | null;
    };

type SqliteError = InstanceType<typeof Database.SqliteError>;

type Ticketed = Extract<ToWriter, { type: "execute" }>;

/** Commands in one commit; more wait for the next, so that none waits long. */
const MAX_GROUP = 2_000;

const dataSchema = v.object({ file: v.string(), busyTimeout: v.optional(v.number()) });
const { file, busyTimeout } = v.parse(dataSchema, workerData);
const port = parentPort;
if (port === null) throw new Error("The writer runs as a thread only.");

const tables = openForWriting(file, busyTimeout);
const append = prepareAppend(tables, Date.now);

// While one group is being committed, the next one gathers in the port's queue.
port.on("message", (message: ToWriter) => {
  const { group, closing } = gather(message);
  if (group.length > 0) commit(group);
  if (closing) close();
});
say({ type: "ready" });

function say(message: FromWriter): void {
  port?.postMessage(message);
}

function gather(first: ToWriter): { group: Ticketed[]; closing: boolean } {
  const group: Ticketed[] = [];
  let commands = 0;
  let message: ToWriter | undefined = first;
  while (message?.type === "execute") {
    group.push(message);
    commands += message.request.commands.length;
    message = commands < MAX_GROUP ? next() : undefined;
  }
  return { group, closing: message?.type === "close" };
}

function next(): ToWriter | undefined {
  if (port === null) return undefined;
  const received: { readonly message: ToWriter } | undefined = receiveMessageOnPort(port);
  return received?.message;
}

function commit(group: readonly Ticketed[]): void {
  try {
    const { answers, commit } = append(group.map(({ request }) => request));
    say({
      type: "answers",
      answers: group.map(({ ticket }, index) => ({
        ticket,
        type: "done",
        results: answers[index] ?? [],
      })),
      commit: commit.changes.length > 0 ? commit : null,
    });
  } catch (error) {
    if (isRefusal(error)) refuse(group, error);
    else if (group.length > 1) for (const one of group) commit([one]);
    else fault(group, error);
  }
}

/** The disk is full, the file locked, read-only or unreadable: nobody's fault, and it may pass. */
function isRefusal(error: unknown): error is SqliteError {
  return (
    error instanceof Database.SqliteError &&
    /^SQLITE_(FULL|BUSY|LOCKED|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM)/u.test(error.code)
  );
}

function refuse(group: readonly Ticketed[], error: SqliteError): void {
  const { problem } = fail(
    "store-busy",
    "The store cannot write now; nothing was kept. Try again.",
  );
  say({
    type: "answers",
    answers: group.map(({ ticket }) => ({
      ticket,
      type: "refused",
      problem,
      cause: `${error.code}: ${error.message}`,
    })),
    commit: null,
  });
}

/** A defect in one request must not take those down that happened to be committed with it. */
function fault(group: readonly Ticketed[], error: unknown): void {
  say({
    type: "answers",
    answers: group.map(({ ticket }) => ({ ticket, type: "fault", error })),
    commit: null,
  });
}

function close(): void {
  try {
    tables.$client.pragma("optimize");
  } catch (error) {
    // It is a write, and no reason to stay open where there is no room for one.
    if (!isRefusal(error)) throw error;
  }
  tables.$client.close();
  port?.close();
}
