import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import * as v from "valibot";
import type { Result } from "../../../../domain/problem.ts";
import { prepareAppend, type Request } from "../log/append.ts";
import { openAlone, openShared } from "../file/database.ts";
import { prepareDue } from "../log/due.ts";
import { watchOpened } from "../file/opened-file.ts";
import { prepareProbe } from "./probe.ts";
import { type Failure, failureOf, isMoved, refusalOf } from "../file/refusal.ts";
import type { Commit, Done, Sweep } from "../../store.ts";

/** What the main thread asks of the writer. */
export type ToWriter =
  | { readonly type: "execute"; readonly ticket: number; readonly request: Request }
  | { readonly type: "sweep"; readonly ticket: number; readonly sweep: Sweep }
  | { readonly type: "probe"; readonly ticket: number }
  | { readonly type: "close" };

/** What became of one request. */
export type Answer = { readonly ticket: number } & (
  | { readonly type: "done"; readonly results: readonly Result<Done>[] }
  | { readonly type: "probed" }
  | Failure
);

export type FromWriter =
  | { readonly type: "ready" }
  | {
      readonly type: "answers";
      readonly answers: readonly Answer[];
      readonly commit: Commit | null;
    };

type Ticketed = Extract<ToWriter, { type: "execute" }>;
type Sweeping = Extract<ToWriter, { type: "sweep" }>;
type Probe = Extract<ToWriter, { type: "probe" }>;

/** Commands in one commit; more wait for the next, so that none waits long. */
const MAX_GROUP = 2_000;
/**
 * Bytes for which a probe finds room. Once a write was refused for want of it, it takes more to go
 * on than what the refused one left: as much as the largest body.
 */
const ROOM = 4_096;
const ROOM_TO_GO_ON = 1_048_576;

const dataSchema = v.object({
  file: v.string(),
  busyTimeout: v.optional(v.number()),
  maxPages: v.optional(v.number()),
  isShared: v.optional(v.boolean()),
});
const { file, busyTimeout, maxPages, isShared } = v.parse(dataSchema, workerData);
const port = parentPort;
if (port === null) throw new Error("The writer runs as a thread only.");

const open = isShared === true ? openShared : openAlone;
const { tables, close: closeFile } = open(file, busyTimeout);
if (maxPages !== undefined) tables.$client.pragma(`max_page_count = ${maxPages}`);
const append = prepareAppend(tables, Date.now);
const due = prepareDue(tables);
const probe = prepareProbe(tables);
const assertOpened = watchOpened(tables.$client);
let lacksRoom = false;

// While one group is being committed, the next one gathers in the port's queue.
port.on("message", (message: ToWriter) => {
  const { group, last } = gather(message);
  if (group.length > 0) commit(group);
  if (last?.type === "sweep") answerSweep(last);
  if (last?.type === "probe") answerProbe(last);
  if (last?.type === "close") close();
});
say({ type: "ready" });

function say(message: FromWriter): void {
  port?.postMessage(message);
}

/** The requests to commit together, and what came after them that is not one. */
function gather(first: ToWriter) {
  const group: Ticketed[] = [];
  let commands = 0;
  let last: ToWriter | undefined = first;
  while (last?.type === "execute") {
    group.push(last);
    commands += last.request.commands.length;
    last = commands < MAX_GROUP ? next() : undefined;
  }
  return { group, last };
}

function next(): ToWriter | undefined {
  if (port === null) return undefined;
  const received: { readonly message: ToWriter } | undefined = receiveMessageOnPort(port);
  return received?.message;
}

function commit(group: readonly Ticketed[]): void {
  try {
    assertOpened();
    const { answers, commit } = append(group.map(({ request }) => request));
    // Before anyone is told that it is kept.
    assertOpened();
    const hasChanged = commit.changes.length > 0;
    if (hasChanged) lacksRoom = false;
    say({
      type: "answers",
      answers: group.map(({ ticket }, index) => ({
        ticket,
        type: "done",
        results: answers[index] ?? [],
      })),
      commit: hasChanged ? commit : null,
    });
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
function commitApart(group: readonly Ticketed[]): void {
  const half = Math.ceil(group.length / 2);
  commit(group.slice(0, half));
  commit(group.slice(half));
}

/** Where nothing is due, nothing is written. */
function answerSweep({ ticket, sweep }: Sweeping): void {
  try {
    // Once a second, however little is posted, so that whoever asks for readiness hears of it soon.
    assertOpened();
    const commands = due(sweep);
    if (commands.length > 0)
      commit([{ type: "execute", ticket, request: { commands, actor: null } }]);
    else say({ type: "answers", answers: [{ ticket, type: "done", results: [] }], commit: null });
  } catch (error) {
    answerFailure([{ ticket }], error);
  }
}

function answerProbe(asked: Probe): void {
  try {
    assertOpened();
    probe(lacksRoom ? ROOM_TO_GO_ON : ROOM);
    lacksRoom = false;
    say({ type: "answers", answers: [{ ticket: asked.ticket, type: "probed" }], commit: null });
  } catch (error) {
    answerFailure([asked], error);
  }
}

function answerFailure(asked: readonly { readonly ticket: number }[], error: unknown): void {
  const failure = failureOf(error);
  if (failure.type === "refused" && failure.problem.code === "store-full") lacksRoom = true;
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
