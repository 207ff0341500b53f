import type { Time } from "../../domain/alert.ts";
import {
  beginOperation,
  type Operation,
  type OperationKind,
  type Steps,
} from "../../domain/operation.ts";
import { fail, ok, type Problem, type Result } from "../../domain/problem.ts";
import type { KeptOperation, Operations as KeptOperations } from "../store/operations.ts";
import type { By } from "../store/people.ts";
import { Refusal } from "../store/refusal.ts";
import type { Log } from "../telemetry/log.ts";
import { runOperation } from "./run-operation.ts";

export interface OperationsParts {
  readonly kept: KeptOperations;
  /** Whether other nodes have theirs in the same list. */
  readonly isShared?: boolean;
  /** In ms since 1970. */
  readonly now: () => number;
  readonly log: Pick<Log, "error">;
}

/** An operation that has begun, and how it is going to have ended, which is never rejected. */
export interface Started<T> {
  readonly operation: KeptOperation;
  readonly ended: Promise<Operation<T>>;
}

interface Running {
  /** As of its last step. */
  operation: KeptOperation;
  readonly stop: AbortController;
  readonly ended: Promise<unknown>;
}

export type Operations = Awaited<ReturnType<typeof openOperations>>;

/** The operations of this server: those that run, and the list of all. Of each kind one runs at a time. */
export async function openOperations({ kept, isShared = false, now, log }: OperationsParts) {
  const running = new Map<number, Running>();
  const kinds = new Set<OperationKind>();
  let isStopped = false;
  await interrupt();

  /** To be called where others that ran some may be no more. */
  async function interrupt(): Promise<void> {
    const noted = await kept.interrupt(iso(now()));
    if (!noted.ok) log.error(noted.problem, "what ran before is still in the list as running");
  }

  /** `operation-running` where one of that kind is under way. */
  async function start<T>(
    kind: OperationKind,
    steps: () => Steps<T, T>,
    by: By | null,
  ): Promise<Result<Started<T>>> {
    if (isStopped) return fail("stopping", "Nothing is begun any more.");
    if (kinds.has(kind)) return fail("operation-running", `Another ${kind} is under way.`);
    kinds.add(kind);
    const begun = await kept.begin(beginOperation(kind, iso(now())), by);
    if (!begun.ok) {
      kinds.delete(kind);
      return begun;
    }
    const operation = begun.value;
    const { id } = operation;
    const stop = new AbortController();
    // One that was stopped meanwhile takes a step and ends.
    if (isStopped) stop.abort();
    const ended = run(operation, steps(), stop.signal);
    running.set(id, { operation, stop, ended });
    return ok({ operation, ended });
  }

  async function run<T>(
    { id, kind, startedAt }: KeptOperation,
    steps: Steps<T, T>,
    signal: AbortSignal,
  ): Promise<Operation<T>> {
    const left = await runOperation(steps, {
      kind,
      startedAt,
      signal,
      now,
      onChange: (operation) => tell(id, operation),
      keep: (operation) => keep(id, operation),
      problemOf: (error) => problemOf(error, log),
    });
    const ended = isStopped && left.state === "cancelled" ? interrupted(left) : left;
    tell(id, ended);
    // Whoever hears that it has ended may begin the next.
    kinds.delete(kind);
    const written = await kept.end(id, ended);
    // Where the list did not hear of the end, it is told from here.
    if (written.ok) running.delete(id);
    else log.error({ id, kind, ...written.problem }, "the end of an operation is lost");
    return ended;
  }

  /** Where it cannot be kept now, the next step or the end keeps it. */
  async function keep(id: number, operation: Operation): Promise<void> {
    const written = await kept.keep(id, operation);
    if (!written.ok)
      log.error({ id, ...written.problem }, "what an operation has done is not kept");
  }

  function tell(id: number, operation: Operation): void {
    const of = running.get(id);
    if (of !== undefined) of.operation = { ...operation, id };
  }

  /** Newest first, each as of now. */
  async function all(): Promise<KeptOperation[]> {
    // Of one that ends while the list is read, that may not tell yet.
    const before = new Map(running);
    const listed = await kept.all();
    return listed.map((one) => (running.get(one.id) ?? before.get(one.id))?.operation ?? one);
  }

  async function operation(id: number): Promise<Result<KeptOperation>> {
    const found = running.get(id)?.operation ?? (await kept.operation(id));
    return found === null ? fail("operation-not-found", `There is no operation ${id}.`) : ok(found);
  }

  /** It ends after the step under way. `operation-not-found`, `operation-ended`. */
  async function cancel(id: number, by: By): Promise<Result<KeptOperation>> {
    const found = await operation(id);
    if (!found.ok) return found;
    const under = running.get(id);
    if (found.value.state !== "running" || (under === undefined && !isShared))
      return fail("operation-ended", `The operation is ${found.value.state} already.`);
    const noted = await kept.noteCancel(id, by);
    if (!noted.ok) return noted;
    cancelled(id);
    return ok(under?.operation ?? found.value);
  }

  /** To be called where somebody wants one to end, wherever it runs. */
  function cancelled(id: number): void {
    running.get(id)?.stop.abort();
  }

  /** Begins nothing any more, and resolves when all that runs has ended. */
  async function stop(): Promise<void> {
    isStopped = true;
    for (const { stop } of running.values()) stop.abort();
    await Promise.all([...running.values()].map(({ ended }) => ended));
  }

  return { start, all, operation, cancel, cancelled, interrupt, stop };
}

/** What others may read of an error: of a defect nothing, which is logged. */
function problemOf(error: unknown, log: Pick<Log, "error">): Problem {
  if (error instanceof Refusal) {
    log.error({ cause: error.message, ...error.problem }, "an operation failed");
    return error.problem;
  }
  log.error({ err: error }, "an operation failed");
  return fail("internal", "This has been logged.").problem;
}

/** Nobody has cancelled it: the server ends. */
function interrupted<T>(operation: Operation<T>): Operation<T> {
  const { problem } = fail(
    "operation-interrupted",
    "The server was stopped while it was under way.",
  );
  return { ...operation, state: "failed", problem };
}

function iso(time: number): Time {
  return new Date(time).toISOString();
}
