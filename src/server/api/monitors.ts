import "server-only";
import * as v from "valibot";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { readInput } from "../../protocol/input.ts";
import {
  type Monitor,
  type MonitorPoints,
  monitorPointsSchema,
  monitorSchema,
  monitorsSchema,
  type Preview,
  previewSchema,
} from "../../protocol/monitors.ts";
import { readParameters, timeParameter } from "../../protocol/parameters.ts";
import type { Admitted, Route } from "../http/route.ts";
import { claimedTimeFrom } from "../ingest/claimed-time.ts";
import { LARGEST_VALUE } from "../monitor/detector.ts";
import { SENSITIVITIES } from "../monitor/rule.ts";
import { type Previewed, shownPoint } from "../monitors/preview.ts";
import { stateOf } from "../monitors/standing.ts";
import type { Guard } from "../outbound/guard.ts";
import type { KeptMonitor, Monitors } from "../store/monitors.ts";
import { byOf } from "./by.ts";
import {
  changeMonitorBody,
  changesIn,
  checkInput,
  newMonitorBody,
  newSettings,
  previewBody,
} from "./monitor-body.ts";

/** How far back (ms) points are shown where nobody says. */
const SHOWN = 3 * 86_400_000;

const pointParameters = v.object({
  from: v.optional(timeParameter),
  to: v.optional(timeParameter),
});

/** Whoever watches, as far as calls go. */
export interface Monitoring {
  /** Resolves when whoever watches and whoever takes numbers know of it. */
  readonly changed: (id: number) => Promise<void>;
  readonly preview: (asked: Previewed) => Promise<Result<Preview>>;
}

export interface MonitorParts {
  readonly monitors: Monitors;
  readonly monitoring: Monitoring;
  readonly guard: Pick<Guard, "check">;
  /** In ms since 1970. */
  readonly now: () => number;
}

/** What numbers are watched: what that is, how it does, and what it would have done. */
export function monitorRoutes(parts: MonitorParts): Route[] {
  const { monitors } = parts;
  return [
    {
      method: "GET",
      path: "/api/monitors",
      summary: "Every monitor, and how it does",
      need: "read",
      answer: monitorsSchema,
      handle: async () => ok({ monitors: await readMonitors(monitors) }),
    },
    {
      method: "POST",
      path: "/api/monitors",
      summary: "Make a monitor",
      need: "admin",
      body: newMonitorBody,
      answer: monitorSchema,
      status: 201,
      handle: (call) => add(parts, call),
    },
    {
      method: "POST",
      path: "/api/monitors/preview",
      summary: "What such a monitor would have opened",
      need: "admin",
      body: previewBody,
      answer: previewSchema,
      handle: (call) => preview(parts, call),
    },
    {
      method: "GET",
      path: "/api/monitors/:id",
      summary: "One monitor",
      need: "read",
      answer: monitorSchema,
      handle: async ({ id }) => {
        const monitor = await monitors.monitor(id);
        return monitor === null ? noMonitor(id) : ok(shown(monitor));
      },
    },
    {
      method: "PUT",
      path: "/api/monitors/:id",
      summary: "Change a monitor; what is not given stays",
      need: "admin",
      body: changeMonitorBody,
      answer: monitorSchema,
      handle: (call) => change(parts, call),
    },
    {
      method: "DELETE",
      path: "/api/monitors/:id",
      summary: "Remove a monitor, with its points; its alerts are closed",
      need: "admin",
      answer: v.null(),
      status: 204,
      handle: ({ id, principal, address }) =>
        changing(parts, id, monitors.remove(id, parts.now(), byOf(principal, address))),
    },
    {
      method: "GET",
      path: "/api/monitors/:id/points",
      summary: "What it made of its buckets, and when its alerts were open",
      need: "read",
      parameters: pointParameters,
      answer: monitorPointsSchema,
      handle: (call) => readPoints(parts, call),
    },
  ];
}

/** Each, as people see it, in the order in which they were made. */
export async function readMonitors(monitors: Pick<Monitors, "all">): Promise<readonly Monitor[]> {
  return (await monitors.all()).map(shown);
}

async function add(
  parts: MonitorParts,
  { body, principal, address }: Admitted,
): Promise<Result<Monitor>> {
  const input = readInput(newMonitorBody, body);
  if (!input.ok) return input;
  const checked = await checkInput(parts.guard, input.value.input);
  if (!checked.ok) return checked;
  const settings = newSettings(input.value);
  const added = await parts.monitors.add(settings, parts.now(), byOf(principal, address));
  if (!added.ok) return added;
  await parts.monitoring.changed(added.value.id);
  return ok(shown(added.value));
}

async function change(
  parts: MonitorParts,
  { id, body, principal, address }: Admitted,
): Promise<Result<Monitor>> {
  const input = readInput(changeMonitorBody, body);
  if (!input.ok) return input;
  const checked = await checkInput(parts.guard, input.value.input);
  if (!checked.ok) return checked;
  const by = byOf(principal, address);
  const changes = changesIn(input.value);
  const changed = await changing(parts, id, parts.monitors.change(id, changes, parts.now(), by));
  return changed.ok ? ok(shown(changed.value)) : changed;
}

/** A change, once whoever watches knows of it. */
async function changing<T>(
  { monitoring }: MonitorParts,
  id: number,
  change: Promise<Result<T>>,
): Promise<Result<T>> {
  const changed = await change;
  if (changed.ok) await monitoring.changed(id);
  return changed;
}

async function preview(parts: MonitorParts, { body }: Admitted): Promise<Result<Preview>> {
  const input = readInput(previewBody, body);
  if (!input.ok) return input;
  const { points, ...said } = input.value;
  const read = points === undefined ? ok(null) : readGiven(points);
  if (!read.ok) return read;
  const checked = await checkInput(parts.guard, said.input);
  if (!checked.ok) return checked;
  return parts.monitoring.preview({ settings: newSettings(said), points: read.value });
}

type Given = NonNullable<v.InferOutput<typeof previewBody>["points"]>;

/** The points as they are worked on: null is no value, and is left out. */
function readGiven(given: Given): Result<NonNullable<Previewed["points"]>> {
  const points: [number, number][] = [];
  for (const [index, [claimed, value]] of given.entries()) {
    const time = claimedTimeFrom(claimed) ?? null;
    if (time === null)
      return fail("invalid-body", `points.${index}.0: is no time that can be read`);
    if (value === null) continue;
    if (!(Math.abs(value) <= LARGEST_VALUE))
      return fail("invalid-body", `points.${index}.1: must be a number up to ${LARGEST_VALUE}`);
    points.push([Date.parse(time), value]);
  }
  return ok(points);
}

async function readPoints(
  { monitors, now }: MonitorParts,
  { id, params, signal }: Admitted,
): Promise<Result<MonitorPoints>> {
  const parameters = readParameters(pointParameters, params);
  if (!parameters.ok) return parameters;
  const monitor = await monitors.monitor(id);
  if (monitor === null) return noMonitor(id);
  const to = parameters.value.to === undefined ? now() : Date.parse(parameters.value.to);
  const from = parameters.value.from === undefined ? to - SHOWN : Date.parse(parameters.value.from);
  const read = await monitors.points(id, from, to, signal);
  if (!read.ok) return read;
  const spans = read.value.spans.map((span) => ({
    from: timeOf(span.from),
    to: span.to === null ? null : timeOf(span.to),
    alertId: span.alert,
  }));
  const threshold = SENSITIVITIES[monitor.sensitivity];
  return ok({ points: read.value.points.map(shownPoint), threshold, spans });
}

function noMonitor(id: number) {
  return fail("monitor-not-found", `There is no monitor ${id}.`);
}

/** What people see of a monitor. */
function shown(monitor: KeptMonitor): Monitor {
  const { standing, last } = monitor;
  return {
    id: monitor.id,
    name: monitor.name,
    input: monitor.input,
    bucket: monitor.bucket,
    aggregate: monitor.aggregate,
    season: monitor.season,
    sensitivity: monitor.sensitivity,
    direction: monitor.direction,
    minimumChange: monitor.minimumChange,
    closeAfter: monitor.closeAfter,
    silentAfter: monitor.silentAfter,
    severity: monitor.severity,
    labels: monitor.labels,
    enabled: monitor.isEnabled,
    state: stateOf(monitor, standing),
    openAlertId: monitor.openAlert,
    progress: standing.progress,
    trouble: standing.trouble,
    last: last === null ? null : shownPoint(last),
  };
}

function timeOf(time: number): string {
  return new Date(time).toISOString();
}
