import { setTimeout as delay } from "node:timers/promises";
import { atMost, type Bench, type Comparison, type Contender, type Scale } from "../bench.ts";
import { alertBodies } from "../load/bodies.ts";
import { quantile } from "../report/figure.ts";
import { historyOf } from "../load/history.ts";
import { get, post } from "../load/http-load.ts";
import { EVERYTHING, placesAt } from "../load/places.ts";
import { startReaders } from "../load/readers.ts";
import { compare, medianOf } from "../report/rounds.ts";
import { scratch } from "../load/scratch.ts";
import { type Server, startTocsin } from "../peers/server.ts";
import { steadyPost } from "../load/steady-post.ts";
import { processorTime } from "../report/usage.ts";

const ABOUT = `Tocsin beside itself with a longer history: what a page half of the way down, an alert posted and a
row delivered to a socket cost. Four servers, each on a copy of a made-up history; while one works
the others are idle. The ratio is that of the longest history to the others.`;

const SIZES = {
  full: { histories: [5_000_000, 1_000_000, 100_000, 10_000], rounds: 5, seconds: 3, sockets: 100 },
  small: { histories: [10_000, 1_000], rounds: 1, seconds: 1, sockets: 10 },
};
const CONNECTIONS = 10;
const PAGES = 20;
const ALERTS_IN_BODY = 10;
const RATE = 100;
const GRACE = 500;

export const scale: Bench = { name: "scale", about: ABOUT, run };

interface History {
  readonly alerts: number;
  readonly file: string;
  readonly server: Server;
}

async function run(size: Scale) {
  const { histories, rounds, seconds, sockets } = SIZES[size];
  await using stack = new AsyncDisposableStack();
  const started: History[] = [];
  for (const alerts of histories) {
    const { file } = stack.use(scratch(historyOf(alerts)));
    started.push({ alerts, file, server: stack.use(await startTocsin(file)) });
  }
  const beside = (work: string, contender: (history: History) => Contender) =>
    compare(
      work,
      rounds,
      Object.fromEntries(
        started.map((one) => [`${one.alerts.toLocaleString("en-GB")} alerts`, contender(one)]),
      ),
    );
  const comparisons = [
    await beside("a page half of the way down", ({ file, server }) => {
      const paths = placesAt(file, EVERYTHING, 0.5, PAGES).map(({ keyset }) => keyset);
      return () => get(server, paths, { connections: CONNECTIONS, seconds });
    }),
    await beside(`bodies of ${ALERTS_IN_BODY} alerts posted`, ({ server }) => {
      const bodyOf = alertBodies();
      return () =>
        post(server, () => bodyOf(ALERTS_IN_BODY), { connections: CONNECTIONS, seconds });
    }),
    await beside(
      `${RATE} alerts/s to ${sockets} sockets`,
      ({ server }) =>
        () =>
          deliver(server, sockets, seconds),
    ),
  ];
  return { comparisons, aims: comparisons.map(aimOf) };
}

async function deliver(server: Server, sockets: number, seconds: number) {
  await using readers = await startReaders(server, "tocsin", sockets);
  const before = processorTime(server.pid);
  readers.reset();
  await steadyPost(server, alertBodies(), RATE, seconds);
  await delay(GRACE);
  const { rows, latencies } = await readers.tell();
  if (rows !== RATE * seconds * sockets) throw new Error(`Only ${rows} rows arrived`);
  return {
    "p50, ms": quantile(
      latencies.toSorted((a, b) => a - b),
      0.5,
    ),
    "processor, µs/row": ((processorTime(server.pid) - before) / rows) * 1e6,
  };
}

/** How much more processor the longest history costs than the shortest. */
function aimOf(comparison: Comparison) {
  const names = Object.keys(comparison.figures);
  const [figure = ""] = Object.keys(Object.values(comparison.figures)[0] ?? {}).filter((name) =>
    name.startsWith("processor"),
  );
  const [longest = 0, shortest = 0] = [names.at(0), names.at(-1)].map((name = "") =>
    medianOf(comparison, name, figure),
  );
  return atMost(`${comparison.work}: longest over shortest history`, longest / shortest, 1.3);
}
