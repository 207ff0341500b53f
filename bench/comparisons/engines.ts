import { spawnSync } from "node:child_process";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  type Aim,
  atLeast,
  atMost,
  type Bench,
  type Comparison,
  type Sample,
  type Scale,
} from "../bench.ts";
import { alertBodies } from "../load/bodies.ts";
import type { DialectName } from "../load/dialects.ts";
import { historyOf } from "../load/history.ts";
import { get, post } from "../load/http-load.ts";
import { EVERYTHING, FILTERS, placesAt } from "../load/places.ts";
import { ask, type Postgres, startPostgres } from "../load/postgres.ts";
import { startReaders, type Tally } from "../load/readers.ts";
import { scratch } from "../load/scratch.ts";
import { steadyPost } from "../load/steady-post.ts";
import { type Server, startPeer, startTocsin } from "../peers/server.ts";
import { quantile } from "../report/figure.ts";
import { compare, medianOf } from "../report/rounds.ts";
import { processorTime, processorTimeOfAll } from "../report/usage.ts";

const ABOUT = `The same work on PostgreSQL and on SQLite: pages with and without a filter, alerts taken in, and rows that
are posted to one node and delivered by another. One PostgreSQL on this machine, reached over its socket, with fsync, and with the
settings that it comes with but for 256 MB of shared buffers.

- **PostgreSQL** and **two nodes**: Tocsin, which two nodes serve half each of what is asked for.
- **bare**: a node:http program with the driver that sends the statements and transactions that Tocsin sends, over the same
  tables, decides nothing, checks nothing, and sends each row to every socket as it comes. Of searches it knows the first
  windows only.
- **SQLite** and **bare SQLite**: as in pages and ingest.

All read the same history and send the same bytes but for its name, which is checked. The processor is that of all nodes and
of PostgreSQL together. The time of a row is from its own receivedAt, which the node writes that takes it in, to the frame
read on the other, on every fiftieth socket.`;

const SIZES = {
  full: { alerts: 200_000, rounds: 3, seconds: 2, sockets: 2_000, deliverFor: 5 },
  small: { alerts: 5_000, rounds: 1, seconds: 1, sockets: 40, deliverFor: 1 },
};
type Size = (typeof SIZES)[Scale];

const DEPTHS = [0, 50];
/** Of requests for pages, and of posts. */
const [READERS, WRITERS] = [4, 32];
const NEIGHBOURS = 20;
const BODIES = [1, 10];
const RATE = 100;
/** How long (ms) what was posted last may take. */
const GRACE = 1_000;

export const engines: Bench = { name: "engines", about: ABOUT, run };

/** Those that do the work together: the nodes, and the PostgreSQL behind them where there is one. */
interface Contestant {
  readonly nodes: readonly Server[];
  readonly postgres: Postgres | null;
}

async function run(scale: Scale) {
  const size = SIZES[scale];
  await using postgres = await startPostgres();
  const ofPages = await comparePages(postgres, size);
  const ofIngest = await compareIngest(postgres, size);
  const ofRows = await compareRows(postgres, size);
  return {
    comparisons: [...ofPages, ...ofIngest, ...ofRows],
    aims: [
      ...[...ofPages, ...ofIngest].map(ofBare),
      ...ofRows.flatMap((one) => [
        atLeast(`${one.work}: arrived, %`, medianOf(one, "two nodes", "arrived, %"), 100),
        atMost(`${one.work}: p99, ms`, medianOf(one, "two nodes", "p99, ms"), 250),
      ]),
    ],
  };
}

function ofBare(one: Comparison): Aim {
  const rate = one.figures["PostgreSQL"]?.["alerts/s"] === undefined ? "requests/s" : "alerts/s";
  const part = medianOf(one, "PostgreSQL", rate) / medianOf(one, "bare", rate);
  return atLeast(`${one.work}: part of the bare program's ${rate}`, part, 0.9);
}

async function comparePages(postgres: Postgres, { alerts, rounds, seconds }: Size) {
  const file = historyOf(alerts);
  const url = await postgres.empty();
  move(file, url);
  await using started = new AsyncDisposableStack();
  const nodes = await startNodes(started, url, 2);
  const bare = started.use(await startPeer("peers/postgres-limit.ts", url));
  const sqlite = started.use(await startTocsin(file));
  const bareSqlite = started.use(await startPeer("peers/pages-limit.ts", file));
  const comparisons: Comparison[] = [];
  for (const filter of FILTERS) {
    const name = filter === EVERYTHING ? "everything" : filter.query;
    for (const depth of DEPTHS) {
      const paths = placesAt(file, filter, depth / 100, NEIGHBOURS).map(({ keyset }) => keyset);
      const moved = await renamed(paths, sqlite, bare);
      await checkSame(moved, [...nodes, bare]);
      const turn = (contestant: Contestant, asked: readonly string[]) => () =>
        together(contestant, seconds, (node, share) =>
          get(node, asked, { connections: READERS * share, seconds }),
        );
      comparisons.push(
        await compare(`page of ${name}, ${depth} % deep`, rounds, {
          PostgreSQL: turn({ nodes: nodes.slice(0, 1), postgres }, moved),
          "two nodes": turn({ nodes, postgres }, moved),
          bare: turn({ nodes: [bare], postgres }, moved),
          SQLite: turn({ nodes: [sqlite], postgres: null }, paths),
          "bare SQLite": turn({ nodes: [bareSqlite], postgres: null }, paths),
        }),
      );
    }
  }
  return comparisons;
}

/** By the commands, as they are built. */
function move(file: string, url: string): void {
  using text = scratch();
  const exported = path.join(path.dirname(text.file), "history.jsonl.zst");
  tell("export", ["--to", exported, "--database", `file:${path.resolve(file)}`], {});
  tell("import", [exported], { DATABASE_URL: url });
}

function tell(command: string, args: readonly string[], environment: NodeJS.ProcessEnv): void {
  const told = [`dist/server/${command}.js`, ...args];
  const { status, stderr } = spawnSync(process.execPath, told, {
    env: { ...process.env, ...environment },
  });
  if (status !== 0) throw new Error(stderr.toString());
}

/** Nodes share their database, and a copy of it would have another epoch. */
async function startNodes(
  started: AsyncDisposableStack,
  url: string,
  count: number,
): Promise<Server[]> {
  const nodes: Server[] = [];
  for (let node = 0; node < count; node++) {
    const environment = { DATABASE_URL: url, ANONYMOUS: "operator" };
    nodes.push(started.use(await startTocsin("", "dist", environment)));
  }
  return nodes;
}

/** The cursors of one history as those of the other, whose epoch is new. */
async function renamed(paths: readonly string[], from: Server, to: Server): Promise<string[]> {
  const [old, epoch] = await Promise.all([epochOf(from), epochOf(to)]);
  return paths.map((path) => path.replace(`before=${old}.`, `before=${epoch}.`));
}

async function epochOf({ url }: Server): Promise<string> {
  const { head } = JSON.parse(await bodyOf(`${url}/api/alerts?limit=1`)) as {
    head: { epoch: string };
  };
  return head.epoch;
}

async function checkSame(paths: readonly string[], servers: readonly Server[]): Promise<void> {
  for (const path of [paths.at(0), paths.at(-1)]) {
    const bodies = await Promise.all(servers.map(({ url }) => bodyOf(`${url}${path}`)));
    if (new Set(bodies).size > 1) throw new Error(`Not all send the same of ${path}`);
  }
}

async function bodyOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.text();
}

async function compareIngest(postgres: Postgres, { rounds, seconds }: Size) {
  using file = scratch();
  using bareFile = scratch();
  const [url, bareUrl] = [await postgres.empty(), await postgres.empty()];
  await using started = new AsyncDisposableStack();
  const nodes = await startNodes(started, url, 2);
  const bare = started.use(await startPeer("peers/postgres-limit.ts", bareUrl));
  const sqlite = started.use(await startTocsin(file.file));
  const bareSqlite = started.use(await startPeer("peers/ingest-limit.ts", bareFile.file));
  const comparisons: Comparison[] = [];
  for (const alerts of BODIES) {
    const turn = (contestant: Contestant) => async () => {
      const bodyOf = alertBodies();
      const { "requests/s": rate, ...rest } = await together(contestant, seconds, (node, share) =>
        post(node, () => bodyOf(alerts), { connections: WRITERS * share, seconds }),
      );
      return {
        "alerts/s": rate * alerts,
        "p99, ms": rest["p99, ms"],
        "processor, µs/alert": rest["processor, µs/request"] / alerts,
      };
    };
    comparisons.push(
      await compare(alerts === 1 ? "1 alert a body" : `${alerts} alerts a body`, rounds, {
        PostgreSQL: turn({ nodes: nodes.slice(0, 1), postgres }),
        "two nodes": turn({ nodes, postgres }),
        bare: turn({ nodes: [bare], postgres }),
        SQLite: turn({ nodes: [sqlite], postgres: null }),
        "bare SQLite": turn({ nodes: [bareSqlite], postgres: null }),
      }),
    );
  }
  for (const address of [url, bareUrl]) await checkRows(address);
  return comparisons;
}

/** Every read model has what the log has. */
async function checkRows(url: string): Promise<void> {
  const tables = ["events", "alerts", "pulses", "texts", "search_texts"];
  const counts = tables.map((table) => `(select count(*)::int from ${table})`);
  const all = `${counts.join(", ")}, (select sum(alerts)::int from counts)`;
  const [row] = await ask<{ rows: number[] }>(url, `select array[${all}] as rows`);
  const rows = row?.rows ?? [];
  if (new Set(rows).size !== 1)
    throw new Error(`Not each alert is in ${tables.join(", ")}: ${rows.join(", ")}`);
}

/** What the nodes do at once, each its share. */
async function together(
  contestant: Contestant,
  seconds: number,
  drive: (node: Server, share: number) => ReturnType<typeof get>,
) {
  const { nodes } = contestant;
  const before = used(contestant);
  const figures = await Promise.all(nodes.map((node) => drive(node, 1 / nodes.length)));
  const spent = used(contestant) - before;
  const rate = figures.reduce((sum, figure) => sum + figure["requests/s"], 0);
  return {
    "requests/s": rate,
    "p99, ms": Math.max(...figures.map((figure) => figure["p99, ms"])),
    "processor, µs/request": (spent / (rate * seconds)) * 1e6,
  };
}

/** Seconds of processor time. */
function used({ nodes, postgres }: Contestant): number {
  return nodes.reduce(
    (sum, { pid }) => sum + processorTime(pid),
    postgres === null ? 0 : processorTimeOfAll(postgres.pid),
  );
}

async function compareRows(postgres: Postgres, { rounds, sockets, deliverFor }: Size) {
  const works = [
    { words: `${sockets / 2} sockets of another node`, on: ["other"] },
    { words: `${sockets} sockets, half on each node`, on: ["one", "other"] },
  ] as const;
  const comparisons: Comparison[] = [];
  for (const { words, on } of works) {
    const measure = async (nodes: readonly Server[], dialect: DialectName) => {
      const [one, other = one] = nodes;
      if (one === undefined || other === undefined) throw new Error("There is no node.");
      const heard = on.map((which) => ({ one, other })[which]);
      const each = heard.map((node) => ({ node, count: sockets / 2 }));
      return deliver({ nodes, postgres }, one, each, dialect, deliverFor);
    };
    comparisons.push(
      await compare(`${words}, ${RATE} alerts/s`, rounds, {
        "two nodes": async () => {
          await using started = new AsyncDisposableStack();
          return await measure(await startNodes(started, await postgres.empty(), 2), "tocsin");
        },
        "one node": async () => {
          await using started = new AsyncDisposableStack();
          return await measure(await startNodes(started, await postgres.empty(), 1), "tocsin");
        },
        "two bare": async () => {
          await using started = new AsyncDisposableStack();
          const url = await postgres.empty();
          const start = async () => started.use(await startPeer("peers/postgres-limit.ts", url));
          return await measure([await start(), await start()], "ws");
        },
        SQLite: async () => {
          using file = scratch();
          await using server = await startTocsin(file.file);
          return await measure([server], "tocsin");
        },
      }),
    );
  }
  return comparisons;
}

interface Heard {
  readonly node: Server;
  readonly count: number;
}

/** Posts to one node, and reads what sockets are sent. */
async function deliver(
  contestant: Contestant,
  posted: Server,
  heard: readonly Heard[],
  dialect: DialectName,
  seconds: number,
): Promise<Sample> {
  await steadyPost(posted, alertBodies(), 10, 1); // what is loaded with the first request
  await using started = new AsyncDisposableStack();
  const readers = await Promise.all(
    heard.map(async ({ node, count }) => started.use(await startReaders(node, dialect, count))),
  );
  await delay(GRACE);
  for (const one of readers) one.reset();
  const before = used(contestant);
  await steadyPost(posted, alertBodies(), RATE, seconds);
  await delay(GRACE);
  const tallies: Tally[] = [];
  for (const one of readers) tallies.push(await one.tell());
  const spent = used(contestant) - before;
  const rows = tallies.reduce((sum, tally) => sum + tally.rows, 0);
  const latencies = tallies.flatMap((tally) => tally.latencies).sort((a, b) => a - b);
  const sockets = heard.reduce((sum, { count }) => sum + count, 0);
  return {
    "arrived, %": (rows / (RATE * seconds * sockets)) * 100,
    "p50, ms": quantile(latencies, 0.5),
    "p99, ms": quantile(latencies, 0.99),
    "processor, µs/row": (spent / rows) * 1e6,
  };
}
