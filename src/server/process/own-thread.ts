import "server-only";
import { setTimeout } from "node:timers/promises";
import { type ResourceLimits, Worker } from "node:worker_threads";
import type { Result } from "../../domain/problem.ts";
import { reasonOf } from "../outbound/reason.ts";
import { RESOLVER } from "../outbound/resolver.ts";
import type { Log } from "../telemetry/log.ts";
import type { FromThread, ToThread, WriteOf } from "./thread-port.ts";
import { openTalk } from "./thread-talk.ts";

/** How long (ms) after it was lost a thread begins anew. */
const AGAIN_AFTER = 5_000;
/** How long (ms) it may take to say how it does. */
const STATE_WITHIN = 250;

export interface OwnThreadParts<Writes, State> {
  /** The file that it runs, without what it ends in. */
  readonly entry: "delivery-thread" | "monitoring-thread";
  /** What it does, for the log: "the thread that …". */
  readonly task: string;
  /** What is said in the log of a fault of the program in it. */
  readonly fault: string;
  readonly isNeeded: () => Promise<boolean>;
  /** What it begins with. */
  readonly data: () => unknown;
  /** What it may not do by itself. */
  readonly writes: Writes;
  /** How it does before it was there. */
  readonly noState: State;
  readonly resourceLimits?: ResourceLimits;
  readonly log: Pick<Log, "error">;
  /** How long (ms) after it was lost it begins anew. */
  readonly againAfter?: number | undefined;
}

/** A thread that the server has for one task: it is there once it is needed, and begins anew where it is lost. */
export function ownThread<Asked, Writes extends object, State>(
  parts: OwnThreadParts<Writes, State>,
) {
  const { task, isNeeded, noState, log, againAfter = AGAIN_AFTER } = parts;
  let running: Running<Asked> | null = null;
  /** Until the one before has ended, the next does not begin. */
  let ending: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  let lastState = noState;

  async function startIfNeeded(): Promise<void> {
    if (running === null && !isStopped && (await isNeeded())) await start();
  }

  /** Does nothing where it runs, or is to run no more. */
  async function start(): Promise<void> {
    await ending;
    if (isStopped || running !== null) return;
    const started = startThread<Asked, Writes, State>(parts, (error) => {
      if (running !== started) return;
      running = null;
      lost(error);
    });
    running = started;
  }

  /** Nor may what runs be forgotten: one may have been begun before it was known whether any is needed. */
  function lost(error: unknown): void {
    if (isStopped) return;
    log.error({ err: error }, `the thread that ${task} is lost, and begins anew`);
    beginAnewIn(againAfter);
  }

  function beginAnewIn(time: number): void {
    void setTimeout(time, undefined, { ref: false }).then(startIfNeeded).catch(lost);
  }

  /** To be called where what it begins with is another: it ends what is under way, and begins anew where it is needed. */
  function renew(): void {
    const former = running;
    running = null;
    ending = Promise.all([ending, former?.stop()]);
    beginAnewIn(0);
  }

  /** Null where it does not run. Rejects where it is lost before it has answered. */
  function ask(asked: Asked): Promise<unknown> | null {
    return running === null ? null : running.ask(asked);
  }

  function say(asked: Asked): void {
    running?.say(asked);
  }

  /** As it was last, where the thread has ended or is busy: whoever wants to know waits for no scan. */
  async function state(): Promise<State> {
    if (running === null || isStopped) return lastState;
    const asked = running.ask({ type: "state" }).then(
      (state) => (lastState = state as State),
      () => lastState,
    );
    return Promise.race([asked, setTimeout(STATE_WITHIN, lastState, { ref: false })]);
  }

  /** Begins nothing any more, and resolves when what is under way has ended. */
  async function stop(): Promise<void> {
    isStopped = true;
    await Promise.all([ending, running?.stop()]);
  }

  return { startIfNeeded, start, renew, isRunning: () => running !== null, ask, say, state, stop };
}

interface Running<Asked> {
  readonly say: (asked: ToThread<Asked>) => void;
  readonly ask: (asked: ToThread<Asked>) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** `lost` is called once, when the thread is no more. */
function startThread<Asked, Writes extends object, State>(
  { entry, task, fault, data, writes, resourceLimits = {}, log }: OwnThreadParts<Writes, State>,
  lost: (error: unknown) => void,
): Running<Asked> {
  const worker = new Worker(threadUrl(entry), { workerData: data(), resourceLimits });
  const talk = openTalk<ToThread<Asked>, FromThread<WriteOf<Writes>>>(worker);
  let end: unknown = new Error(`The thread that ${task} has ended.`);
  let stopped: Promise<void> | null = null;
  talk.listen(hear);
  worker.on("error", (error) => (end = error));
  worker.on("exit", () => {
    talk.end(end);
    lost(end);
  });

  function hear(message: FromThread<WriteOf<Writes>>): unknown {
    switch (message.type) {
      case "write":
        return write(message.write);
      case "look-up":
        return RESOLVER.resolve(message.name).catch(reasonOf);
      case "unreadable":
        return log.error({ cause: message.cause }, "the store refused to be read");
      case "fault":
        return log.error({ err: message.error }, fault);
      default:
        return message satisfies never;
    }
  }

  function write({ name, args }: WriteOf<Writes>): Promise<Result<unknown>> {
    const writeNamed = writes[name] as (...args: readonly unknown[]) => Promise<Result<unknown>>;
    return writeNamed(...args);
  }

  function stop(): Promise<void> {
    // Where it is no more, nothing is under way; where it cannot end that, it ends with it.
    stopped ??= talk
      .ask({ type: "stop" })
      .catch(() => {})
      .then(async () => void (await worker.terminate()));
    return stopped;
  }

  return { say: talk.say, ask: talk.ask, stop };
}

/** It lies beside this file as source, beside the built server as an entry. */
function threadUrl(entry: string): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./${entry}.${extension}`, import.meta.url);
}
