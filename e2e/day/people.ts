import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import { integerBetween, pick, type Random } from "../../src/generator/random.ts";
import { pageSchema } from "../../src/protocol/page.ts";
import { PASSWORD, type Team, cookieOf } from "../people/team.ts";
import { type Asked, Caller } from "./caller.ts";
import type { Meter } from "./meter.ts";

const NAMES = ["Ada", "Ben", "Cleo"];
/** Time (ms) from one thing that somebody does to the next, give or take a half. */
const REST = 800;
/** For how long (ms) an alert is snoozed: longer than any request takes, and short enough that it wakes in a long day. */
const SNOOZE = 120_000;
/** What people look through. Each is of alerts that are open, but for the first. */
const FILTERS = [
  "",
  "status=firing",
  "status=firing&severity=critical",
  "status=firing&q=disk",
] as const;
/** What refuses an act: the alert is no more, or is not as it was. */
const TOO_LATE = [404, 409, 410];

/** Operators, who are signed in, look at pages and do something to one of the alerts there. */
export async function signIn(team: Team, asked: Asked): Promise<Caller[]> {
  const { app } = team;
  const callers: Caller[] = [];
  for (const name of NAMES) {
    await team.add(name, "operator");
    const cookie = await cookieOf(app, { name, password: PASSWORD });
    callers.push(new Caller(app, { cookie, origin: new URL(app.url).origin }, asked));
  }
  return callers;
}

export async function work(
  caller: Caller,
  meter: Meter,
  random: Random,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    await pause(REST * (0.5 + random()));
    const path = `/api/alerts?limit=50&${pick(random, FILTERS)}`;
    const answer = await meter.time(() => caller.ask("GET", path));
    if (answer === null) continue;
    const open = v
      .parse(pageSchema, answer)
      .alerts.filter(({ labels }) => labels["lasts"] === "no");
    const alert = open[integerBetween(random, 0, open.length - 1)];
    if (alert !== undefined) await act(caller, alert.id, random);
  }
}

async function act(caller: Caller, id: number, random: Random): Promise<void> {
  const until = new Date(Date.now() + SNOOZE).toISOString();
  const [method, path, body] = pick(random, [
    ["POST", `/api/alerts/${id}/acknowledge`, {}],
    ["POST", `/api/alerts/${id}/acknowledge`, {}],
    ["POST", `/api/alerts/${id}/notes`, { text: "Somebody looks into it." }],
    ["POST", `/api/alerts/${id}/snooze`, { until }],
    ["POST", `/api/alerts/${id}/resolve`, {}],
    ["DELETE", `/api/alerts/${id}`, undefined],
  ]);
  await caller.ask(method, path, body, TOO_LATE);
}
