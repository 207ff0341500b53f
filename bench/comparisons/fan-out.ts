import { setTimeout as delay } from "node:timers/promises";
import { atLeast, atMost, type Bench, type Comparison, type Sample, type Scale } from "../bench.ts";
import { alertBodies } from "../load/bodies.ts";
import type { DialectName } from "../load/dialects.ts";
import { quantile } from "../report/figure.ts";
import { startReaders } from "../load/readers.ts";
import { compare, medianOf } from "../report/rounds.ts";
import { scratch } from "../load/scratch.ts";
import { type Server, startPeer, startTocsin } from "../peers/server.ts";
import { steadyPost } from "../load/steady-post.ts";
import { processorTime } from "../report/usage.ts";

const ABOUT = `A thousand sockets, open in a process of their own, are sent every alert that is posted at a steady
rate. The time is from the row's own receivedAt, which the server writes when it takes the alert in
and, in Tocsin, before it is on disk, to the frame read, on every fiftieth socket; one machine, one
clock. Counted is what came until a second after the last post.

- **ws**: the broadcast of ws's documentation, a frame for each row to each socket.
- **socket.io**: the broadcast of its documentation, with its default settings.

Neither keeps anything: no disk, no place to resume from, no filter. Both send rows of the same
fields as Tocsin. All are read by the same few lines over a bare TCP socket, which leave the
processor to the server. Every round begins with a fresh process and fresh sockets. Memory is what
the server's heap and buffers hold for the open sockets, after a collection and before the first row;
the kernel's own is not counted.`;

const SIZES = {
  full: { rounds: 3, seconds: 5, sockets: 1000, rates: [10, 100, 1000] },
  small: { rounds: 1, seconds: 1, sockets: 50, rates: [10, 100] },
};
const SETTLE = 1000;
const GRACE = 1000;

export const fanOut: Bench = { name: "fan-out", about: ABOUT, run };

async function run(scale: Scale) {
  const { rounds, seconds, sockets, rates } = SIZES[scale];
  const comparisons: Comparison[] = [];
  for (const rate of rates) {
    const measure = (server: Server, dialect: DialectName) =>
      broadcast(server, dialect, { sockets, rate, seconds });
    comparisons.push(
      await compare(`${sockets} sockets, ${rate} alerts/s`, rounds, {
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
      }),
    );
  }
  return { comparisons, aims: comparisons.flatMap((one, index) => aimsOf(one, rates[index] ?? 0)) };
}

interface Broadcast {
  readonly sockets: number;
  readonly rate: number;
  readonly seconds: number;
}

async function broadcast(
  server: Server,
  dialect: DialectName,
  { sockets, rate, seconds }: Broadcast,
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

function aimsOf(comparison: Comparison, rate: number) {
  const memory = (name: string) => medianOf(comparison, name, "memory, KB/socket");
  const more = memory("Tocsin") - memory("ws");
  const aims = [
    atLeast(`${rate} alerts/s: arrived, %`, medianOf(comparison, "Tocsin", "arrived, %"), 100),
    atMost(`${rate} alerts/s: KB/socket more than ws`, more, 12),
  ];
  const p99 = atMost(`${rate} alerts/s: p99, ms`, medianOf(comparison, "Tocsin", "p99, ms"), 150);
  return rate === 100 ? [...aims, p99] : aims;
}
