import { once } from "node:events";
import { parentPort, receiveMessageOnPort } from "node:worker_threads";
import * as v from "valibot";
import { prepareLog } from "../log/append.ts";
import { openAlone, openShared } from "../file/database.ts";
import { watchOpened } from "../file/opened-file.ts";
import type { Failure } from "../../refusal.ts";
import { failureOf, isMoved, refusalOf } from "../file/refusal.ts";
import type { Commit } from "../../store.ts";
import { type WriteName, WRITES, type WriteContext } from "../writes.ts";

/** What the main thread asks of the writer. `weight` is how much of a commit it makes up. */
export type ToWriter =
  | {
      readonly type: "write";
      readonly ticket: number;
      readonly name: WriteName;
      readonly input: unknown;
      readonly weight: number;
    }
  | { readonly type: "close" };

/** What became of one request. */
export type Answer = { readonly ticket: number } & (
  | { readonly type: "done"; readonly output: unknown }
  | Failure
);

export type FromWriter =
  | { readonly type: "ready" }
  | {
      readonly type: "answers";
      readonly answers: readonly Answer[];
      readonly commit: Commit | null;
    };

type Request = Extract<ToWriter, { type: "write" }>;

/** Commands in one commit; more wait for the next, so that none waits long. */
const MAX_GROUP = 2_000;

/** The first message: which file it opens, and how. */
const toOpenSchema = v.object({
  file: v.string(),
  busyTimeout: v.optional(v.number()),
  maxPages: v.optional(v.number()),
  isShared: v.optional(v.boolean()),
});
const port = parentPort;
if (port === null) throw new Error("The writer runs as a thread only.");
// It is loaded before it is known which file that is.
const heard: readonly unknown[] = await once(port, "message");
const { file, busyTimeout, maxPages, isShared } = v.parse(toOpenSchema, heard[0]);

const open = isShared === true ? openShared : openAlone;
const { tables, close: closeFile } = open(file, busyTimeout);
if (maxPages !== undefined) tables.$client.pragma(`max_page_count = ${maxPages}`);
const log = prepareLog(tables, Date.now);
const writing: WriteContext = { tables, clock: Date.now, log };
const together = prepared(WRITES.together);
const apart = prepared(WRITES.apart);
const assertOpened = watchOpened(tables.$client);

// While one group is being committed, the next one gathers in the port's queue.
port.on("message", (message: ToWriter) => {
  const { group, last } = gather(message);
  if (group.length > 0) commit(group);
  if (last?.type === "write") write(last);
  if (last?.type === "close") close();
});
// Whoever writes first is not to wait for it.
together("execute");
say({ type: "ready" });

type Write = (input: unknown) => unknown;

/** The writes of these names, each prepared when it is first asked for. */
function prepared(
  writes: Readonly<Record<string, (writing: WriteContext) => (input: never) => unknown>>,
): (name: string) => Write {
  const ready = new Map<string, Write>();
  return (name) => {
    const write = ready.get(name) ?? (writes[name]?.(writing) as Write | undefined);
    if (write === undefined) throw new Error(`There is no write ${name}.`);
    ready.set(name, write);
    return write;
  };
}

function say(message: FromWriter): void {
  port?.postMessage(message);
}

/** The requests to commit together, and what came after them that is not one. */
function gather(first: ToWriter) {
  const group: Request[] = [];
  let weight = 0;
  let last: ToWriter | undefined = first;
  while (last?.type === "write" && last.name in WRITES.together) {
    group.push(last);
    weight += last.weight;
    last = weight < MAX_GROUP ? next() : undefined;
  }
  return { group, last };
}

function next(): ToWriter | undefined {
  if (port === null) return undefined;
  const received: { readonly message: ToWriter } | undefined = receiveMessageOnPort(port);
  return received?.message;
}

function commit(group: readonly Request[]): void {
  try {
    assertOpened();
    const { value: outputs, commit } = log.transact(() =>
      group.map(({ name, input }) => together(name)(input)),
    );
    // Before anyone is told that it is kept.
    assertOpened();
    const answers = group.map(({ ticket }, index) => {
      return { ticket, type: "done" as const, output: outputs[index] };
    });
    say({ type: "answers", answers, commit: commit.changes.length > 0 ? commit : null });
  } catch (error) {
    if (group.length > 1 && isOfOne(error)) commitApart(group);
    else answerFailure(group, error);
  }
}

/** Whether others may pass: a defect is one request's own, and so is a damaged page it looked at. */
function isOfOne(error: unknown): boolean {
  if (isMoved(error)) return false;
  const problem = refusalOf(error);
  return problem === null || problem.code === "store-broken";
}

/** What is wrong with one request must not take those down that were to be committed with it. */
function commitApart(group: readonly Request[]): void {
  const half = Math.ceil(group.length / 2);
  commit(group.slice(0, half));
  commit(group.slice(half));
}

function write({ ticket, name, input }: Request): void {
  try {
    assertOpened();
    const output = apart(name)(input);
    say({ type: "answers", answers: [{ ticket, type: "done", output }], commit: null });
  } catch (error) {
    answerFailure([{ ticket }], error);
  }
}

function answerFailure(asked: readonly { readonly ticket: number }[], error: unknown): void {
  const failure = failureOf(error);
  const answers = asked.map(({ ticket }) => ({ ticket, ...failure }));
  say({ type: "answers", answers, commit: null });
}

function close(): void {
  try {
    // Whoever copies the file of a server that was stopped has all of it.
    tables.$client.pragma("wal_checkpoint(TRUNCATE)");
  } catch (error) {
    // It is a write, and no reason to stay open where there is no room for one.
    if (refusalOf(error) === null) throw error;
  }
  closeFile();
  port?.close();
}
