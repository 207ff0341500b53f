import type { Time } from "../../domain/alert.ts";
import { sourceActor } from "../../domain/actor.ts";
import type { Operation } from "../../domain/operation.ts";
import { ok, type Result } from "../../domain/problem.ts";
import { type Age, type Horizon, timeBefore, writeAge } from "../../domain/retention.ts";
import type { Operations } from "../operations/operations.ts";
import { ALWAYS_HELD, type Duty } from "../store/duty.ts";
import type { KeptOperation } from "../store/operations.ts";
import type { By } from "../store/people.ts";
import type { Log } from "../telemetry/log.ts";
import { purge, type Purged, type PurgedStore, type Purging } from "./purge.ts";

/** How often (ms) it looks whether a purge is due, and how long after one began the next is. */
const LOOK_EVERY = 60_000;
const DUE_AFTER = 86_400_000;

export interface RetentionParts {
  /** How long resolved alerts are kept, and those in the trash; null for ever. */
  readonly kept: Age | null;
  readonly trashKept: Age | null;
  readonly store: PurgedStore;
  readonly operations: Operations;
  readonly duty?: Duty;
  /** In ms since 1970. */
  readonly now: () => number;
  readonly log: Pick<Log, "error" | "info">;
  readonly lookEvery?: number;
}

export type Retention = ReturnType<typeof startRetention>;

/** Removes for good what is not to be kept any longer: once a day, and when somebody asks for it. */
export function startRetention({
  kept,
  trashKept,
  store,
  operations,
  duty = ALWAYS_HELD,
  now,
  log,
  lookEvery = LOOK_EVERY,
}: RetentionParts) {
  let begunAt: number | null = null;
  let looking: Promise<void> | null = null;
  const keepsAll = kept === null && trashKept === null;
  const timer = keepsAll ? undefined : setInterval(look, lookEvery).unref();

  function look(): void {
    if (!duty.isHeld()) return;
    looking ??= lookAt(now())
      .catch((error: unknown) => log.error({ err: error }, "what is due could not be purged"))
      .finally(() => (looking = null));
  }

  async function lookAt(time: number): Promise<void> {
    // By the distance, so that a clock that was set back is not waited for.
    if (begunAt !== null && Math.abs(time - begunAt) < DUE_AFTER) return;
    const begun = await start(dueAt(time), null);
    if (begun.ok) begunAt = time;
    // One that somebody has begun may take hours; then this is begun.
    else if (begun.problem.code !== "operation-running")
      log.error({ ...begun.problem }, "what is due is not purged yet");
  }

  /** Of the two ages, each has a horizon of its own. */
  function dueAt(time: number): Purging {
    const horizons: Horizon[] = [];
    if (trashKept !== null) horizons.push({ of: "trash", before: timeBefore(trashKept, time) });
    if (kept !== null) horizons.push({ of: "resolved", before: timeBefore(kept, time) });
    return {
      horizons,
      kept: kept === null ? null : writeAge(kept),
      actor: sourceActor("tocsin"),
      at: iso(time),
    };
  }

  /** Begins to remove the alerts that were received and resolved before. `operation-running`. */
  function begin(before: Time, by: By): Promise<Result<KeptOperation>> {
    const horizons: Horizon[] = [{ of: "resolved", before }];
    return start({ horizons, kept: null, actor: by.actor, at: iso(now()) }, by);
  }

  async function start(purging: Purging, by: By | null): Promise<Result<KeptOperation>> {
    const started = await operations.start("purge", () => purge(store, purging), by);
    if (!started.ok) return started;
    void started.value.ended.then(tell);
    return ok(started.value.operation);
  }

  function tell({ state, result }: Operation<Purged>): void {
    if (state === "done" && result !== null)
      log.info({ ...result }, "alerts were removed for good");
  }

  /** Begins none any more, and resolves when what is under way has ended. */
  async function stop(): Promise<void> {
    clearInterval(timer);
    await looking;
    await operations.stop();
  }

  return { begin, stop };
}

function iso(time: number): Time {
  return new Date(time).toISOString();
}
