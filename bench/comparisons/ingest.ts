import Database from "better-sqlite3";
import { atLeast, type Bench, type Comparison, type Sample, type Scale } from "../bench.ts";
import { alertBodies } from "../load/bodies.ts";
import { type Load, post } from "../load/http-load.ts";
import { startReaders } from "../load/readers.ts";
import { compare, medianOf } from "../report/rounds.ts";
import { scratch } from "../load/scratch.ts";
import { type Server, startPeer, startTocsin } from "../peers/server.ts";

const ABOUT = `Alerts posted over HTTP by 32 writers, each waiting for its answer; an answer means that they are on
disk. Every alert is a new trouble with about six labels.

- **limit**: a bare node:http program that makes the same rows in the same tables and indexes, with
  as many inserts, on a thread that commits together what has gathered, with synchronous=FULL, as
  Tocsin does. It believes what it is sent, looks for no earlier episode and tells nobody.
- **100 subscribers**: Tocsin again, while a hundred sockets are sent every alert.

Both are sent the same bodies, begin with an empty file, and have one row for each alert at the end,
which is checked.`;

const SIZES = {
  full: { rounds: 5, seconds: 3, subscribers: 100 },
  small: { rounds: 1, seconds: 1, subscribers: 10 },
};
const BODIES = [1, 10, 100];
const WRITERS = 32;

export const ingest: Bench = { name: "ingest", about: ABOUT, run };

async function run(scale: Scale) {
  const { rounds, seconds, subscribers } = SIZES[scale];
  const load = { connections: WRITERS, seconds };
  using ofTocsin = scratch();
  using ofLimit = scratch();
  await using tocsin = await startTocsin(ofTocsin.file);
  await using limit = await startPeer("peers/ingest-limit.ts", ofLimit.file);
  const comparisons: Comparison[] = [];
  for (const alerts of BODIES) {
    const words = alerts === 1 ? "1 alert a body" : `${alerts} alerts a body`;
    comparisons.push(
      await compare(words, rounds, {
        Tocsin: () => postAlerts(tocsin, alerts, load),
        limit: () => postAlerts(limit, alerts, load),
        [`${subscribers} subscribers`]: async () => {
          await using _readers = await startReaders(tocsin, "tocsin", subscribers);
          return await postAlerts(tocsin, alerts, load);
        },
      }),
    );
  }
  checkRows(ofTocsin.file);
  checkRows(ofLimit.file);
  return { comparisons, aims: aimsOf(comparisons) };
}

async function postAlerts(server: Server, alerts: number, load: Load): Promise<Sample> {
  const bodyOf = alertBodies();
  const figures = await post(server, () => bodyOf(alerts), load);
  return {
    "alerts/s": figures["requests/s"] * alerts,
    "p99, ms": figures["p99, ms"],
    "processor, µs/alert": figures["processor, µs/request"] / alerts,
  };
}

function aimsOf(comparisons: readonly Comparison[]) {
  const ofTen = comparisons[BODIES.indexOf(10)];
  const ratios = comparisons.map((one) => {
    const rate = medianOf(one, "Tocsin", "alerts/s") / medianOf(one, "limit", "alerts/s");
    return atLeast(`${one.work}: part of the limit's alerts/s`, rate, 0.6);
  });
  return ofTen === undefined
    ? ratios
    : [
        ...ratios,
        atLeast("10 alerts a body: alerts/s", medianOf(ofTen, "Tocsin", "alerts/s"), 5000),
      ];
}

/** Every read model has what the log has, also while the last bodies are still taken in. */
function checkRows(file: string): void {
  const db = new Database(file, { readonly: true });
  const counting = db.transaction((queries: readonly string[]) =>
    queries.map((query) => Number(db.prepare(query).pluck().get())),
  );
  const [events, alerts, counted] = counting([
    "select count(*) from events",
    "select count(*) from alerts",
    "select sum(alerts) from counts",
  ]);
  db.close();
  if (events !== alerts || alerts !== counted || alerts === 0) {
    throw new Error(`${file} has ${events} events, ${alerts} alerts, ${counted} counted`);
  }
}
