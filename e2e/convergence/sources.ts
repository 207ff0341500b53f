import { chance, integerBetween, pick, type Random } from "../../src/generator/random.ts";
import type { WrittenFilter } from "../../src/domain/filter.ts";
import { readPage } from "./read-page.ts";

const FILTERS: readonly [WrittenFilter, ...WrittenFilter[]] = [
  {},
  {},
  { severity: ["critical"] },
  { severity: ["critical", "warning"], status: ["firing"] },
  { status: ["firing"] },
  { status: ["acknowledged", "resolved"] },
  { source: ["source-1"] },
  { label: ["env=prod"] },
  { label: ["env!=prod"], deleted: "include" },
  { q: "disk" },
  { snoozed: "only" },
  { snoozed: "no", status: ["firing"] },
  { deleted: "only" },
];

export function someFilter(random: Random): WrittenFilter {
  return pick(random, FILTERS);
}

/** What a source may post: new trouble, and the same again, changed, repeated or resolved. */
export function someAlerts(random: Random, count: number): object[] {
  return Array.from({ length: count }, () => ({
    title: `${pick(random, ["disk", "network", "web"])} ${integerBetween(random, 1, 3)}`,
    severity: pick(random, ["critical", "error", "warning", "info"]),
    source: `source-${integerBetween(random, 1, 3)}`,
    labels: { env: pick(random, ["prod", "test"]) },
    ...(chance(random, 0.5) ? { fingerprint: `f${integerBetween(random, 1, 40)}` } : {}),
    ...(chance(random, 0.2) ? { status: "resolved" } : {}),
  }));
}

export function post(url: string, alerts: readonly object[]): Promise<unknown> {
  return send(`${url}/api/alerts`, alerts);
}

const ACTIONS = [
  "acknowledge",
  "unacknowledge",
  "resolve",
  "reopen",
  "snooze",
  "snooze",
  "wake",
  "delete",
  "restore",
] as const;

/** What a script of the operators does to some of the newest alerts, where their state allows it. */
export async function operate(url: string, random: Random): Promise<void> {
  const action = pick(random, ACTIONS);
  const [from, count] = [integerBetween(random, 0, 20), integerBetween(random, 1, 15)];
  // Some wake by themselves before the run is over.
  const until = new Date(Date.now() + integerBetween(random, 100, 60_000)).toISOString();
  const { alerts } = await readPage(`${url}/api/alerts?deleted=include`);
  const ids = alerts.slice(from, from + count).map(({ id }) => id);
  if (ids.length > 0)
    await send(`${url}/api/alerts/bulk`, { action, ids, until, note: "by a script" });
}

async function send(url: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
  return answer.json();
}
