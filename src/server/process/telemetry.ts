import "server-only";
import { randomUUID } from "node:crypto";
import {
  type ReporterAnswer,
  type ReporterName,
  REPORTERS,
  type TelemetryAnswer,
} from "../../protocol/telemetry.ts";
import { CLOCK } from "../outbound/clock.ts";
import { createGuard } from "../outbound/guard.ts";
import { REASONS } from "../../protocol/webhook-reason.ts";
import { targetOf } from "../outbound/target.ts";
import type { Log } from "../telemetry/log.ts";
import { createMetrics, type Watched } from "../telemetry/subscribers/metrics.ts";
import { createOtlp, createSnapshots } from "../telemetry/subscribers/otlp.ts";
import { createEventOf, createPostHog } from "../telemetry/subscribers/posthog.ts";
import {
  createReporter,
  type Reporter,
  type ReporterState,
  type Source,
  type Transport,
} from "../telemetry/subscribers/reporter.ts";
import { createSubscriber } from "../telemetry/subscribers/subscriber.ts";
import { createUsage } from "../telemetry/subscribers/usage.ts";
import { VERSION } from "../telemetry/version.ts";
import type { Config } from "./config.ts";

/** How long (ms) a receiver is waited for. */
const DEADLINE = 10_000;

export interface TelemetryParts {
  readonly config: Pick<Config, "telemetry" | "egressProxy">;
  /** The id by which receivers tell one server from another, which says nothing else. */
  readonly instance: string;
  readonly log: Log;
}

export type Telemetry = ReturnType<typeof openTelemetry>;

/** All who listen to what the server tells of itself. */
export function openTelemetry({ config, instance, log }: TelemetryParts) {
  const { posthog, otlp, isUntracked, interval } = config.telemetry;
  const forward = () => performance.now();
  const prometheus = createSubscriber("prometheus", { log, now: forward });
  const metrics = createMetrics(prometheus);
  const reporters = new Map<ReporterName, { readonly host: string; readonly reporter: Reporter }>();
  let watched: Watched | null = null;

  if (posthog !== null) {
    const usage = createUsage({
      subscriber: createSubscriber("posthog", { log, now: forward }),
      measure,
      eventOf: createEventOf(instance, randomUUID),
      surroundings: {
        version: VERSION,
        platform: process.platform,
        node: Number.parseInt(process.versions.node, 10),
      },
      now: Date.now,
    });
    add("posthog", posthog.host, usage, createPostHog({ ...posthog, now: Date.now }));
  }
  if (otlp !== null) {
    const resource = { version: VERSION, instance };
    const snapshots = createSnapshots({ values: metrics.values, resource, now: Date.now });
    add("otlp", otlp.endpoint, snapshots, createOtlp(otlp));
  }

  function add(name: ReporterName, url: URL, source: Source, transport: Transport): void {
    // The host is configuration: it may be a private one.
    const trusted = targetOf(url.href);
    const guard = createGuard({ trusted, proxy: config.egressProxy, within: DEADLINE });
    const tools = { send: guard.send, clock: CLOCK, random: Math.random, interval, log };
    const reporter = createReporter({ name, source, transport, ...tools });
    reporters.set(name, { host: url.host, reporter });
  }

  async function measure() {
    if (watched === null) return { events: 0, bytes: 0, subscriptions: 0 };
    const { seq, subscriptions } = watched.hub.state();
    const { bytes } = await watched.store.measure();
    return { events: seq, bytes, subscriptions };
  }

  /** Says what there is to look at when it is told. */
  function watch(what: Watched): void {
    watched = what;
    metrics.watch(what);
  }

  /** What is sent and to whom, and how that goes. */
  async function read(): Promise<TelemetryAnswer> {
    return { reporters: await Promise.all(REPORTERS.map(answerOf)) };
  }

  async function answerOf(name: ReporterName): Promise<ReporterAnswer> {
    const { host, reporter } = reporters.get(name) ?? { host: null, reporter: null };
    const stateWithout = name === "posthog" && isUntracked ? "do-not-track" : "off";
    const { lastSentAt, lastFailure, ...counts } = reporter?.state() ?? NONE;
    return {
      name,
      state: reporter === null ? stateWithout : "on",
      host,
      ...counts,
      lastSentAt: lastSentAt === null ? null : new Date(lastSentAt).toISOString(),
      lastFailure: lastFailure && failureOf(lastFailure),
      next: reporter === null ? null : await reporter.preview(),
    };
  }

  /** Tells what is left, within two seconds, and hears of nothing any more. */
  async function stop(): Promise<void> {
    await Promise.all([...reporters.values()].map(({ reporter }) => reporter.stop()));
    prometheus.stop();
  }

  return { metrics, watch, read, stop };
}

const NONE: ReporterState = {
  sent: 0,
  dropped: 0,
  failed: 0,
  waiting: 0,
  lastSentAt: null,
  lastFailure: null,
};

function failureOf({ at, status, reason }: NonNullable<ReporterState["lastFailure"]>) {
  const why = status === null ? REASONS[reason ?? "internal"] : `The answer was ${status}.`;
  return { at: new Date(at).toISOString(), words: why };
}
