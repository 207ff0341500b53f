import { setTimeout as delay } from "node:timers/promises";
import { atLeast, type Bench, type Comparison, type Sample, type Scale } from "../bench.ts";
import { addAdmin, type Headers, signIn } from "../load/admin.ts";
import { alertBodies } from "../load/bodies.ts";
import { held } from "../load/held.ts";
import { historyOf } from "../load/history.ts";
import { get, post } from "../load/http-load.ts";
import { scratch } from "../load/scratch.ts";
import { type Server, startTocsin } from "../peers/server.ts";
import { comparisonOf, figuresOf, meanOf, type Round, takeRounds } from "../report/rounds.ts";

const ABOUT = `What a purge takes from those who read and write. Two servers with the same history take turns, one of
which removes all that is resolved of it, and stands still between its turns, so that it takes nothing from the other: the
newest page on four connections, and new alerts, one a body, from 32 writers. What counts is the mean of all turns. The purge must
still be under way when the last round ends, else nothing was measured. The same server twice
stands beside them, to tell how far two differ by themselves. Then, with nobody else there, how fast it goes on.`;

const SIZES = {
  full: { alerts: 1_000_000, rounds: 11, seconds: 4 },
  small: { alerts: 8_000, rounds: 1, seconds: 1 },
};
const PAGE = "/api/alerts?limit=50";
/** After the last of the history and before anything that is posted now. */
const BEFORE = "2026-01-02T00:00:00.000Z";
/** How long (ms) it is looked how fast it goes on alone. */
const ALONE = 20_000;
/** Whoever does not sign in may post. */
const OPEN = { ANONYMOUS: "operator" };

export const retention: Bench = { name: "retention", about: ABOUT, run };

async function run(scale: Scale) {
  const { alerts, rounds, seconds } = SIZES[scale];
  const file = historyOf(alerts);
  using purged = scratch(file);
  using without = scratch(file);
  using again = scratch(file);
  addAdmin(purged.file);
  await using purging = await startTocsin(purged.file, "dist", OPEN);
  await using none = await startTocsin(without.file);
  await using twin = await startTocsin(again.file);
  const admin = await signIn(purging);
  const id = await begin(purging, admin);
  const progress = () => operation(purging, id, admin);
  using still = held(purging);

  const turns = (work: string, contend: (server: Server) => Promise<Sample>) =>
    takeRounds(work, rounds, {
      purging: () => still.turn(() => counting(progress, () => contend(purging))),
      none: () => contend(none),
      "none, again": () => contend(twin),
    });
  const load = { connections: 4, seconds };
  const pages = await turns("newest page", (server) => get(server, [PAGE], load));
  const bodyOf = alertBodies();
  const posting = { connections: 32, seconds };
  const posts = await turns("1 alert a body", (server) => post(server, () => bodyOf(1), posting));
  const alone = await still.turn(async () => {
    if ((await progress()).state !== "running")
      throw new Error("The purge ended before it was measured beside all of the work.");
    return goOn(progress);
  });
  const works = { "newest page": pages, "1 alert a body": posts };
  return {
    comparisons: [...Object.entries(works).map(([work, of]) => comparisonOf(work, of)), alone],
    aims: Object.entries(works).map(([work, of]) => kept(work, of)),
  };
}

/** What that work gives, and how many alerts were removed meanwhile. */
async function counting(
  progress: () => Promise<Operation>,
  work: () => Promise<Sample>,
): Promise<Sample> {
  const { done: before } = (await progress()).progress;
  const sample = await work();
  return { ...sample, "alerts removed": (await progress()).progress.done - before };
}

interface Operation {
  readonly id: number;
  readonly state: string;
  readonly progress: { readonly done: number; readonly unit: string };
}

async function begin(server: Server, headers: Headers): Promise<number> {
  const body = JSON.stringify({ before: BEFORE });
  const json = { ...headers, "content-type": "application/json" };
  const answer = await fetch(`${server.url}/api/purge`, { method: "POST", headers: json, body });
  if (answer.status !== 202) throw new Error(await answer.text());
  return ((await answer.json()) as { operation: Operation }).operation.id;
}

async function operation({ url }: Server, id: number, headers: Headers): Promise<Operation> {
  const answer = await fetch(`${url}/api/operations/${id}`, { headers });
  return ((await answer.json()) as { operation: Operation }).operation;
}

/** With nobody else there: alerts a second over a time. To its end a purge of a million takes hours. */
async function goOn(asked: () => Promise<Operation>): Promise<Comparison> {
  const begun = performance.now();
  const { progress: from } = await asked();
  await delay(ALONE);
  const { progress } = await asked();
  if (progress.unit !== from.unit) throw new Error("The purge ended before it was measured alone.");
  const seconds = (performance.now() - begun) / 1000;
  const sample: Sample = { "alerts/s": (progress.done - from.done) / seconds };
  return { work: "going on alone", figures: { purging: figuresOf([sample]) } };
}

function kept(work: string, rounds: readonly Round[]) {
  const rate = (name: string) => meanOf(rounds, name, "requests/s");
  return atLeast(`${work}: purging, part of none's`, rate("purging") / rate("none"), 0.95);
}
