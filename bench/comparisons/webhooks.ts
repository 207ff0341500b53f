import { setTimeout } from "node:timers/promises";
import { atLeast, atMost, type Bench, type Comparison, type Sample, type Scale } from "../bench.ts";
import { addAdmin, type Ask, askAs, signIn } from "../load/admin.ts";
import { alertBodies } from "../load/bodies.ts";
import { type Load, post } from "../load/http-load.ts";
import { postSteadily } from "../load/posting.ts";
import { scratch } from "../load/scratch.ts";
import { addTen, allowTen } from "../load/ten-webhooks.ts";
import { type Server, startPeer, startTocsin } from "../peers/server.ts";
import { quantile } from "../report/figure.ts";
import { compare, medianOf } from "../report/rounds.ts";

const ABOUT = `What webhooks cost whoever posts, and how soon they tell. One server, to which 32 writers post new
alerts as fast as it answers: with its ten webhooks switched off, and with them on, three of which are dead (nobody
listens; never an answer; always 500). Every webhook is told of every alert, so all ten have more to send than there is time
for; or of about one in a hundred, by a filter. Then nobody posts for a while, in which it is counted what is sent of all that
was left. Then alerts are posted steadily, and it is looked when the first webhook's
receiver has them, after the answer to their POST. Receivers are one bare node:http program on the same machine.`;

const SIZES = {
  full: { rounds: 11, seconds: 2, rates: [1, 10, 100], steady: 10 },
  small: { rounds: 1, seconds: 1, rates: [10], steady: 2 },
};
const WRITERS = 32;
const BODIES = [1, 10];
/** One in a hundred of the alerts that are made up. */
const FEW = { label: ["array=md0"] };
/** Longest (ms) that what was posted last may take to arrive. */
const LAST = 10_000;

export const webhooks: Bench = { name: "webhooks", about: ABOUT, run };

async function run(scale: Scale) {
  const { rounds, seconds, rates, steady } = SIZES[scale];
  using database = scratch();
  addAdmin(database.file);
  await using receiver = await startPeer("peers/webhook-receiver.ts");
  await using tocsin = await startTocsin(database.file, "dist", {
    ANONYMOUS: "operator",
    ...allowTen(receiver),
  });
  const ask = askAs(tocsin, await signIn(tocsin));
  const ids = await addTen(ask, receiver);
  const load = { connections: WRITERS, seconds };
  const fast: Comparison[] = [];
  for (const alerts of BODIES) {
    const words = alerts === 1 ? "1 alert a body" : `${alerts} alerts a body`;
    fast.push(
      await compare(words, rounds, {
        "ten, of all": () => postTo({ tocsin, receiver, ask, ids, filter: {} }, alerts, load),
        "ten, of few": () => postTo({ tocsin, receiver, ask, ids, filter: FEW }, alerts, load),
        none: () => postTo({ tocsin, receiver, ask, ids, filter: null }, alerts, load),
      }),
    );
  }
  const few = Math.min(rounds, 3);
  const left = await compare("what was left, once nobody posts", few, {
    "ten, of all": () => catchUp({ tocsin, receiver, ask, ids, filter: {} }, load),
  });
  await set(ask, ids, {});
  const steadily: Comparison[] = [];
  for (const rate of rates) {
    steadily.push(
      await compare(`${rate} alerts/s, steadily`, few, {
        "ten, of all": () => deliver(tocsin, receiver, rate, steady),
      }),
    );
  }
  const aims = [...fast.flatMap(aimsOfPosts), ...steadily.map(aimOfDelivery)];
  return { comparisons: [...fast, left, ...steadily], aims };
}

/** Lets all of them begin anew with that filter; switches them off where there is none. */
async function set(ask: Ask, ids: readonly number[], filter: object | null): Promise<void> {
  for (const id of ids) {
    const change = filter === null ? { enabled: false } : { enabled: true, filter };
    await ask("POST", `/api/webhooks/${id}/resume`, { from: "now" });
    await ask("PUT", `/api/webhooks/${id}`, change);
  }
}

interface Posted {
  readonly tocsin: Server;
  readonly receiver: Server;
  readonly ask: Ask;
  readonly ids: readonly number[];
  readonly filter: object | null;
}

async function postTo(
  { tocsin, receiver, ask, ids, filter }: Posted,
  alerts: number,
  load: Load,
): Promise<Sample> {
  await set(ask, ids, filter);
  await arrivalsAt(receiver);
  const bodyOf = alertBodies();
  const figures = await post(tocsin, () => bodyOf(alerts), load);
  const { requests } = await arrivalsAt(receiver);
  return {
    "alerts/s": figures["requests/s"] * alerts,
    "p99, ms": figures["p99, ms"],
    "processor, µs/alert": figures["processor, µs/request"] / alerts,
    "delivered/s": requests / load.seconds,
  };
}

/** More is left than can be sent in as much time as was posted in. */
async function catchUp(posted: Posted, load: Load): Promise<Sample> {
  await postTo(posted, 1, load);
  await setTimeout(load.seconds * 1000);
  const { requests } = await arrivalsAt(posted.receiver);
  return { "delivered/s": requests / load.seconds };
}

async function deliver(
  tocsin: Server,
  receiver: Server,
  rate: number,
  seconds: number,
): Promise<Sample> {
  await arrivalsAt(receiver);
  const answered = await postSteadily(tocsin.url, rate, seconds);
  const arrived = new Map<number, number>();
  const until = performance.now() + LAST;
  while ([...answered.keys()].some((id) => !arrived.has(id)) && performance.now() < until) {
    for (const [id, at] of (await arrivalsAt(receiver)).arrivals) arrived.set(id, at);
    await setTimeout(50);
  }
  const delays = [...answered].flatMap(([id, at]) => {
    const seen = arrived.get(id);
    return seen === undefined ? [] : [seen - at];
  });
  delays.sort((a, b) => a - b);
  return {
    "p50, ms": quantile(delays, 0.5),
    "p99, ms": quantile(delays, 0.99),
    "arrived, %": (100 * delays.length) / answered.size,
  };
}

interface Arrivals {
  readonly arrivals: readonly (readonly [id: number, at: number])[];
  readonly requests: number;
}

async function arrivalsAt({ url }: Server): Promise<Arrivals> {
  return (await (await fetch(`${url}/arrivals`)).json()) as Arrivals;
}

function aimsOfPosts(one: Comparison) {
  const none = medianOf(one, "none", "alerts/s");
  return ["ten, of all", "ten, of few"].map((name) =>
    atLeast(`${one.work}: ${name}, part of none's`, medianOf(one, name, "alerts/s") / none, 0.95),
  );
}

function aimOfDelivery(one: Comparison) {
  const median = medianOf(one, "ten, of all", "p50, ms");
  return atMost(`${one.work}: posted to delivered, p50, ms`, median, 50);
}
