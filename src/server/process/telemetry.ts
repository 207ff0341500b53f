import "server-only";
import type { Log } from "../telemetry/log.ts";
import { createMetrics } from "../telemetry/subscribers/metrics.ts";
import { createSubscriber } from "../telemetry/subscribers/subscriber.ts";

export interface TelemetryParts {
  readonly log: Log;
}

export type Telemetry = ReturnType<typeof openTelemetry>;

/** All who listen to what the server tells of itself. */
export function openTelemetry({ log }: TelemetryParts) {
  const prometheus = createSubscriber("prometheus", { log, now: () => performance.now() });
  const metrics = createMetrics(prometheus);

  /** Hears of nothing any more. */
  async function stop(): Promise<void> {
    prometheus.stop();
  }

  return { metrics, stop };
}
