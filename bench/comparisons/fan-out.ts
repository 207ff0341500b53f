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
import { quantile } from "../report/figure.ts";
import { startReaders } from "../load/readers.ts";
import { compare, medianOf } from "../report/rounds.ts";
import { scratch } from "../load/scratch.ts";
import { type Server, startPeer, startTocsin } from "../peers/server.ts";
import { steadyPost } from "../load/steady-post.ts";
import { processorTime } from "../report/usage.ts";

const ABOUT = `A thousand sockets, and ten thousand, open in a process of their own, are sent every alert that is posted
at a steady rate. The time is from the row's own receivedAt, which the server writes when it takes the alert in
and, in Tocsin, before it is on disk, to the frame read, on every fiftieth socket; one machine, one
clock. Counted is what came until a second after the last post.

- **ws**: the broadcast of ws's documentation, a frame for each row to each socket.
- **socket.io**: the broadcast of its documentation, with its default settings.

Neither keeps anything: no disk, no place to resume from, no filter. Both send rows of the same
fields as Tocsin. All are read by the same few lines over a bare TCP socket, which leave the
processor to the server. Every round begins with a fresh process and fresh sockets. Memory is what
the server's heap and buffers hold for the open sockets, after a collection and before the first row;
the kernel's own is not counted.`;

/** How many are sent how many alerts a second, and in what time (ms) nearly all are to come; null where that is not aimed at. */
interface Crowd {
  readonly sockets: number;
  readonly rate: number;
  readonly p99: number | null;
}

const SIZES: Readonly<
  Record<Scale, { rounds: number; seconds: number; crowds: readonly Crowd[] }>
> = {
  full: {
    rounds: 3,
    seconds: 5,
    crowds: [
      { sockets: 1_000, rate: 10, p99: null },
      { sockets: 1_000, rate: 100, p99: 75 },
      { sockets: 1_000, rate: 1_000, p99: 300 },
      { sockets: 10_000, rate: 100, p99: null },
    ],
  },
  small: {
    rounds: 1,
    seconds: 1,
    crowds: [
      { sockets: 50, rate: 10, p99: null },
      { sockets: 50, rate: 100, p99: null },
    ],
  },
};
const SETTLE = 1000;
const GRACE = 1000;

export const fanOut: Bench = { name: "fan-out", about: ABOUT, run };

async function run(scale: Scale) {
  const { rounds, seconds, crowds } = SIZES[scale];
  const comparisons: Comparison[] = [];
  const aims: Aim[] = [];
  for (const crowd of crowds) {
    const work = wordsOf(crowd);
    const measure = (server: Server, dialect: DialectName) =>
      broadcast(server, dialect, crowd, seconds);
    const comparison = await compare(work, rounds, {
      Tocsin: async () => {
        using database = scratch();
        await using server = await startTocsin(database.file);
        return await measure(server, "tocsin");
      },
      ws: async () => {
        await using server = await startPeer("peers/fan-out-ws.ts");
        return await measure(server, "ws");
      },
      "socket.io": async () => {
        await using server = await startPeer("peers/fan-out-socket-io.ts");
        return await measure(server, "socket.io");
      },
    });
    comparisons.push(comparison);
    aims.push(...aimsOf(comparison, crowd));
  }
  return { comparisons, aims };
}

function wordsOf({ sockets, rate }: Crowd): string {
  return `${sockets} sockets, ${rate} alerts/s`;
}

async function broadcast(
  server: Server,
  dialect: DialectName,
  { sockets, rate }: Crowd,
  seconds: number,
): Promise<Sample> {
  await steadyPost(server, alertBodies(), 10, 1); // what is loaded with the first request
  await warmSockets(server, dialect, sockets);
  const empty = await server.memory();
  await using readers = await startReaders(server, dialect, sockets);
  await delay(SETTLE);
  const full = await server.memory();
  const before = processorTime(server.pid);
  readers.reset();
  await steadyPost(server, alertBodies(), rate, seconds);
  await delay(GRACE);
  const { rows, frames, gaps, latencies } = await readers.tell();
  const used = processorTime(server.pid) - before;
  if (gaps > 0) throw new Error(`${gaps} frames of ${dialect} did not follow the one before`);
  const sorted = latencies.toSorted((a, b) => a - b);
  return {
    "arrived, %": (rows / (rate * seconds * sockets)) * 100,
    "deliveries/s": rows / seconds,
    "p50, ms": quantile(sorted, 0.5),
    "p99, ms": quantile(sorted, 0.99),
    "processor, µs/row": (used / rows) * 1e6,
    "rows/frame": rows / frames,
    "memory, KB/socket": (full - empty) / sockets / 1000,
  };
}

/** What the first sockets bring about once, such as compiled code, is no cost of the others. */
async function warmSockets(server: Server, dialect: DialectName, sockets: number): Promise<void> {
  {
    await using _readers = await startReaders(server, dialect, Math.ceil(sockets / 10));
  }
  await delay(SETTLE);
}

function aimsOf(comparison: Comparison, crowd: Crowd): Aim[] {
  const work = wordsOf(crowd);
  const tocsin = (figure: string) => medianOf(comparison, "Tocsin", figure);
  const more = tocsin("memory, KB/socket") - medianOf(comparison, "ws", "memory, KB/socket");
  const aims = [
    atLeast(`${work}: arrived, %`, tocsin("arrived, %"), 100),
    atMost(`${work}: KB/socket more than ws`, more, 12),
  ];
  return crowd.p99 === null
    ? aims
    : [...aims, atMost(`${work}: p99, ms`, tocsin("p99, ms"), crowd.p99)];
}
