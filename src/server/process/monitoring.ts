import "server-only";
import { fail, type Result } from "../../domain/problem.ts";
import { MONITOR_STATES, type MonitorState, type Preview } from "../../protocol/monitors.ts";
import { openMetricsIntake } from "../monitors/intake.ts";
import type { Previewed } from "../monitors/preview.ts";
import { ALWAYS_HELD, type Duty } from "../store/duty.ts";
import type { Monitors, MonitorWrites } from "../store/monitors.ts";
import type { Log } from "../telemetry/log.ts";
import type { Config } from "./config.ts";
import type { MonitoringAsked, MonitoringData } from "./monitoring-thread.ts";
import { ownThread } from "./own-thread.ts";

/** How many monitors there are in each state. */
export type MonitoringState = Readonly<Record<MonitorState, number>>;

const NO_MONITORS = Object.fromEntries(
  MONITOR_STATES.map((state) => [state, 0]),
) as MonitoringState;

export interface MonitoringParts {
  readonly config: Pick<Config, "database" | "webhookAllow" | "egressProxy">;
  readonly monitors: Monitors;
  readonly duty?: Duty;
  readonly now: () => number;
  readonly log: Pick<Log, "error">;
  /** How long (ms) after its thread was lost it begins anew. */
  readonly againAfter?: number;
}

export type Monitoring = Awaited<ReturnType<typeof startMonitoring>>;

/**
 * Takes pushed numbers, and watches all monitors from a thread of its own, which is there from the first monitor or
 * preview on: neither who posts nor who reads waits for a forest. A node that is not on duty only previews.
 */
export async function startMonitoring({
  config,
  monitors,
  duty = ALWAYS_HELD,
  now,
  log,
  againAfter,
}: MonitoringParts) {
  const { database, webhookAllow: allow, egressProxy: proxy } = config;
  const metrics = await openMetricsIntake({ monitors, now });
  const thread = ownThread<MonitoringAsked, MonitorWrites, Partial<MonitoringState>>({
    entry: "monitoring-thread",
    task: "watches monitors",
    fault: "a monitor could not be judged",
    isNeeded: async () => duty.isHeld() && (await monitors.all()).length > 0,
    data: (): MonitoringData => ({ database, isOnDuty: duty.isHeld(), allow, proxy }),
    writes: monitors,
    noState: {},
    log,
    againAfter,
  });

  /** To be called after a monitor was made, changed or removed, here before that is answered. */
  async function changed(id: number): Promise<void> {
    await metrics.changed();
    // One that begins now reads it as it is.
    if (thread.isRunning()) thread.say({ type: "changed", id });
    else await thread.startIfNeeded();
  }

  /** What such a monitor would have opened. */
  async function preview(asked: Previewed): Promise<Result<Preview>> {
    await thread.start();
    const asking = thread.ask({ type: "preview", asked });
    if (asking === null) return fail("stopping", "Nothing is previewed any more.");
    return (await asking) as Result<Preview>;
  }

  async function state(): Promise<MonitoringState> {
    return { ...NO_MONITORS, ...(await thread.state()) };
  }

  duty.onChanged(thread.renew);
  await thread.startIfNeeded();

  return { take: metrics.take, changed, preview, state, stop: thread.stop };
}
