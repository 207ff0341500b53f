import { type ChildProcess, fork } from "node:child_process";
import { on, once } from "node:events";
import os from "node:os";
import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { Progress } from "../../../../domain/operation.ts";
import { Refusal } from "../../refusal.ts";
import type { FromSteps } from "./tell-steps.ts";

/**
 * How little the process is worth to the system, where others want the processor, too: as little as can be. A seventieth of
 * one is left to it; at 10 it was a tenth, which posts were short of.
 */
export const NICENESS = 19;
/** How long (ms) a step takes at most: whoever breaks it off is heard after it. */
const STEP_WITHIN = 200;

export interface ForkedSteps {
  /** The module of the process, which takes the steps (tell-steps.ts), and what they begin with. */
  readonly module: URL;
  readonly options: object;
  /** Variables of its environment: whoever lists processes reads the options. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Whether it begins at the priority of this process, and lowers its own once it may be slow. */
  readonly isHurried?: boolean;
  /** What the process does, to be said where it dies. */
  readonly does: string;
  /**
   * Takes what the process writes to its standard output. The steps end when all of it was taken, and are
   * broken off by what that is rejected with.
   */
  readonly take?: (output: Readable) => Promise<void>;
}

/**
 * Takes steps in a process of their own, at a low priority unless they are in a hurry. What a thread is at cannot always be interrupted; a process
 * can be killed, whatever it is at, and is when the steps are broken off. It does not outlive this one.
 */
export async function* forkSteps<T>(forked: ForkedSteps): AsyncGenerator<Progress, T> {
  const { module, options, secrets, isHurried = false, take } = forked;
  const child = fork(module, [JSON.stringify(options)], {
    // What node was told of the server, such as to be debugged, it was not told of this.
    execArgv: [],
    env: { ...process.env, ...secrets },
    serialization: "advanced",
    stdio: ["ignore", take === undefined ? "ignore" : "pipe", "ignore", "ipc"],
  });
  if (child.pid !== undefined && !isHurried) lower(child.pid);
  const exit = once(child, "exit");
  exit.catch(() => {});
  const kill = () => child.kill("SIGKILL");
  // Amid a long step it does not hear that this process has gone.
  process.once("exit", kill);
  try {
    return yield* follow<T>(child, exit, forked);
  } finally {
    // One that could not be started does not exit.
    if (child.pid !== undefined) {
      kill();
      await exit;
    }
    process.off("exit", kill);
  }
}

/** Before it has loaded anything or has threads, which on Linux keep what they began with. */
function lower(pid: number): void {
  try {
    os.setPriority(pid, NICENESS);
  } catch {
    // It has ended already, which is heard of.
  }
}

/** What the process says, until it is done and all that it wrote was taken. */
async function* follow<T>(
  child: ChildProcess,
  exit: Promise<unknown[]>,
  { does, take }: ForkedSteps,
): AsyncGenerator<Progress, T> {
  let progress: Progress = { done: 0, total: null, unit: "" };
  const messages = on(child, "message", { close: ["disconnect"] });
  const taken = child.stdout === null ? undefined : take?.(child.stdout);
  const abandoned = taken?.then(() => new Promise<never>(() => {})) ?? new Promise<never>(() => {});
  abandoned.catch(() => {});
  let next = messages.next();
  for (;;) {
    const said = await Promise.race([next, abandoned, setTimeout(STEP_WITHIN, null)]);
    if (said === null) {
      yield progress;
      continue;
    }
    if (said.done === true) {
      const [code, signal] = (await exit) as [number | null, string | null];
      throw new Error(`The process that ${does} has ended by ${signal ?? code}.`);
    }
    const [message] = said.value as [FromSteps<T>];
    switch (message.type) {
      case "progress":
        progress = message.progress;
        yield progress;
        break;
      case "done":
        if (taken !== undefined) yield* wait(taken, progress);
        return message.result;
      case "refused":
        throw new Refusal(message);
      case "fault":
        throw message.error;
      default:
        message satisfies never;
    }
    next = messages.next();
  }
}

/** Until all of it was taken. */
async function* wait(taken: Promise<void>, progress: Progress): AsyncGenerator<Progress, void> {
  const end = taken.then(() => true);
  while (!(await Promise.race([end, setTimeout(STEP_WITHIN, false)]))) yield progress;
}
