import fc from "fast-check";
import { expect, test } from "vitest";
import type { Report } from "../../domain/command.ts";
import { at, aReport, T0 } from "../../domain/history.arbitrary.ts";
import { openScratch } from "../store/sqlite/database.fixture.ts";
import {
  Alertmanager,
  type NotificationLog,
  Prometheus,
  type Push,
  type Seconds,
  SECONDS,
  type Told,
} from "./alertmanager.model.ts";
import { readAlertmanager } from "./alertmanager.ts";
import { Voices } from "./voices.model.ts";

const RUNS = process.env["THOROUGH"] === "1" ? 3_000 : 40;
const TROUBLES = 4;
const CHAOS = 3_600;
/** All is well again for so long that everyone has said everything. */
const PEACE = SECONDS.repeatInterval + SECONDS.afterglow + SECONDS.lease;

/** What happens at some time of the first hour. */
type Happening = { readonly at: Seconds } & (
  | { readonly type: "turn"; readonly trouble: number }
  | {
      readonly type: "restart";
      readonly what: "prometheus" | "alertmanager" | "tocsin";
      readonly which: number;
      readonly downFor: Seconds;
    }
);

interface Scenario {
  /** Each Prometheus sends to all, or each to its own; or none of them is there, and it to us. */
  readonly wiring: "all to all" | "each its own" | "leases";
  readonly gossip: boolean;
  readonly clocks: readonly Seconds[];
  readonly instances: 1 | 2;
  readonly happenings: readonly Happening[];
}

const tick = fc.integer({ min: 0, max: CHAOS / SECONDS.tick }).map((n) => n * SECONDS.tick);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("turn" as const),
      at: tick,
      trouble: fc.integer({ min: 0, max: TROUBLES - 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("restart" as const),
      at: tick,
      what: fc.constantFrom("prometheus" as const, "alertmanager" as const, "tocsin" as const),
      which: fc.nat(1),
      downFor: fc.constantFrom(0, 30, 300, 600),
    }),
  },
);
const clock = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -5, max: 5 }),
  fc.integer({ min: -120, max: 120 }),
);
const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    wiring: fc.constantFrom("all to all", "each its own", "leases"),
    gossip: fc.boolean(),
    clocks: fc.tuple(clock, clock, clock, clock),
    instances: fc.constantFrom(1, 2),
    happenings: fc.array(happening, { maxLength: 24, size: "max" }),
    steady: fc.subarray(["prometheus", "alertmanager", "tocsin"]),
  })
  .map(({ steady, happenings, ...rest }) => ({
    ...rest,
    happenings: happenings.filter((one) => one.type === "turn" || !steady.includes(one.what)),
  }));

const labelsOf = (trouble: number) => ({ alertname: `Trouble ${trouble}` });
const names = Array.from({ length: TROUBLES }, (_, trouble) => trouble);

/**
 * Plays it, and after each word that is heard compares the feed with what was said. Answers how many
 * troubles were told of, and of how many all said the truth in the end.
 */
function play({ wiring, gossip, clocks, instances, happenings }: Scenario) {
  using scratch = openScratch();
  const voices = new Voices();
  const troubles = new Set<number>();
  const begun: number[] = [];
  const numbers = Array.from({ length: instances }, (_, index) => index);
  const shared: NotificationLog = new Map();
  const proms = numbers.map((n) => new Prometheus(clocks[n] ?? 0, n * SECONDS.tick));
  const managers = numbers.map((n) => {
    const log: NotificationLog = gossip ? shared : new Map();
    return new Alertmanager(clocks[n + 2] ?? 0, n * SECONDS.tick, log);
  });
  /** For each row of a trouble, the open one first, whether it is open. */
  const rowsOf = scratch.tables.$client
    .prepare("select status <> 'resolved' from alerts where labels = ? order by 1 desc")
    .pluck();
  let now: Seconds = 0;
  let refusesUntil: Seconds = 0;

  function happen(one: Happening): void {
    if (one.type === "turn") {
      if (troubles.delete(one.trouble)) return;
      troubles.add(one.trouble);
      begun[one.trouble] = (begun[one.trouble] ?? 0) + 1;
      return;
    }
    if (one.what === "prometheus") proms[one.which]?.restart(now, one.downFor);
    if (one.what === "alertmanager") managers[one.which]?.restart(now, one.downFor);
    if (one.what === "tocsin") refusesUntil = now + one.downFor;
  }

  function notify(manager: number, told: readonly Told[]): boolean {
    if (now < refusesUntil) return false;
    const read = readAlertmanager({ version: "4", alerts: told.map(webhookAlertOf) });
    if (!read.ok) throw new Error(read.problem.detail);
    report(read.value.items.map((item) => (item.ok ? item.report : aReport())));
    const instance = gossip ? "cluster" : String(manager);
    for (const one of told) voices.hear(instance, one);
    compare();
    return true;
  }

  /** As `/api/v2/alerts` is told by Prometheus itself. */
  function push(prom: number, pushes: readonly Push[]): void {
    if (now < refusesUntil) return;
    for (const one of pushes) {
      const status = one.endsAt > now ? "firing" : "resolved";
      const [startedAt, end] = [at(one.startsAt), at(one.endsAt)];
      const lease = status === "firing" ? { expiresAt: end } : { resolvedAt: end };
      const labels = labelsOf(one.trouble);
      report([aReport({ fingerprint: "f", labels, startedAt, status, ...lease })]);
      voices.hear(String(prom), { ...one, status }, one.endsAt);
    }
    compare();
  }

  function report(reports: readonly Report[]): void {
    const commands = reports.map((one) => ({ type: "Report" as const, report: one }));
    scratch.append([{ commands, actor: null }]);
  }

  function compare(): void {
    for (const trouble of names) {
      const rows = rowsOf.all(JSON.stringify(labelsOf(trouble)));
      const said = voices.agreement(trouble, now);
      if (said !== null)
        expect([trouble, now, rows[0] === 1]).toEqual([trouble, now, said === "firing"]);
    }
  }

  for (; now < CHAOS + PEACE; now += SECONDS.tick) {
    scratch.clock.now = T0 + now * 1000;
    for (const one of happenings) if (one.at === now) happen(one);
    scratch.sweep(0);
    for (const [n, prom] of proms.entries()) {
      const pushes = prom.tick(now, troubles);
      if (wiring === "leases") push(n, pushes);
      for (const [m, manager] of managers.entries()) {
        if (wiring === "all to all" || (wiring === "each its own" && m === n)) {
          manager.receive(now, pushes);
        }
      }
    }
    for (const [m, manager] of managers.entries()) manager.tick(now, (told) => notify(m, told));
    compare();
  }
  // To a Prometheus that was away for longer than its lease, what goes on begins anew.
  const restarts = happenings.filter(isRestartOf("prometheus")).length;
  for (const trouble of areClocksClose(clocks, happenings) ? names : []) {
    const rows = rowsOf.all(JSON.stringify(labelsOf(trouble)));
    expect(rows.length).toBeLessThanOrEqual((begun[trouble] ?? 0) + restarts);
  }
  const told = names.filter((trouble) => rowsOf.all(JSON.stringify(labelsOf(trouble))).length > 0);
  const isSaid = (trouble: number) =>
    voices.agreement(trouble, now) === (troubles.has(trouble) ? "firing" : "resolved");
  return { told: told.length, said: told.filter(isSaid).length };
}

function isRestartOf(what: string) {
  return (one: Happening) => one.type === "restart" && one.what === what;
}

/**
 * Where clocks are further apart than a trouble lasts, or than the next is from it, one ends for the
 * one before it begins for the other: what they claim of it are two.
 */
function areClocksClose([a = 0, b = 0]: readonly Seconds[], happenings: readonly Happening[]) {
  const times = [...new Set(happenings.map((one) => one.at))].sort((one, other) => one - other);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  return Math.abs(a - b) < Math.min(...gaps);
}

function webhookAlertOf({ trouble, status, startsAt, endsAt }: Told) {
  return {
    status,
    labels: labelsOf(trouble),
    annotations: { summary: "Trouble" },
    startsAt: at(startsAt),
    endsAt: status === "firing" ? "0001-01-01T00:00:00Z" : at(endsAt),
  };
}

test("whenever all who spoke of an alert agree, the feed says so, in no more rows than episodes", () => {
  const seen = { told: 0, said: 0 };
  const property = fc.property(scenario, (one) => {
    const { told, said } = play(one);
    seen.told += told;
    seen.said += said;
  });
  fc.assert(property, { numRuns: RUNS });
  // An Alertmanager that was away for long may never tell an end; mostly the truth comes out.
  expect(seen.said / seen.told).toBeGreaterThan(0.9);
}, 3_600_000);
