import { setTimeout as delay } from "node:timers/promises";
import { type Aim, atLeast, atMost, type Bench, type Comparison, type Scale } from "../bench.ts";
import { addAdmin, askAs, type Headers, makeKey, signIn } from "../load/admin.ts";
import { historyOf } from "../load/history.ts";
import { get } from "../load/http-load.ts";
import { startReaders } from "../load/readers.ts";
import { scratch } from "../load/scratch.ts";
import { type Server, startTocsin } from "../peers/server.ts";
import { compare, medianOf } from "../report/rounds.ts";
import { processorTime } from "../report/usage.ts";

const ABOUT = `What it costs to know who asks: one server that also lets in whoever says nothing (ANONYMOUS=operator), asked
so, with the cookie of a session, and with a key. The newest page of the feed over HTTP on four connections, and live
sockets that are opened, subscribed and held, counted with all that goes with them. One process and one file: two would
differ by more than what is looked for. The processor is the server's alone, so it can be compared where a machine
does other things beside.`;

const SIZES = {
  // What is looked for is small: many short rounds, so that what disturbs one disturbs few.
  full: { alerts: 100_000, rounds: 31, seconds: 1, sockets: 1_000, crowds: 9 },
  small: { alerts: 5_000, rounds: 1, seconds: 1, sockets: 50, crowds: 1 },
};
const PAGE = "/api/alerts?limit=50";
const SETTLE = 500;

export const people: Bench = { name: "people", about: ABOUT, run };

async function run(scale: Scale) {
  const { alerts, rounds, seconds, sockets, crowds } = SIZES[scale];
  const file = historyOf(alerts);
  using copy = scratch(file);
  addAdmin(copy.file);
  await using server = await startTocsin(copy.file, "dist", { ANONYMOUS: "operator" });
  const cookie = await signIn(server);
  const key = await makeKey(askAs(server, cookie), ["read"]);

  const load = { connections: 4, seconds };
  const asked = await compare("newest page", rounds, {
    open: () => get(server, [PAGE], load),
    cookie: () => get(server, [PAGE], load, cookie),
    key: () => get(server, [PAGE], load, key),
  });
  const held = await compare(`${sockets} sockets`, crowds, {
    open: () => hold(server, sockets, {}),
    cookie: () => hold(server, sockets, cookie),
    key: () => hold(server, sockets, key),
  });
  return { comparisons: [asked, held], aims: aimsOf(asked, held) };
}

/** Opens so many sockets, and looks at what they cost and what they hold. */
async function hold(server: Server, sockets: number, headers: Headers) {
  // Those of the round before may still be closing.
  await delay(SETTLE);
  const empty = await server.memory();
  const before = processorTime(server.pid);
  await using _readers = await startReaders(server, "tocsin", sockets, headers);
  const used = processorTime(server.pid) - before;
  await delay(SETTLE);
  const full = await server.memory();
  return {
    "processor, µs/socket": (used / sockets) * 1e6,
    "memory, KB/socket": (full - empty) / sockets / 1000,
  };
}

function aimsOf(asked: Comparison, held: Comparison): Aim[] {
  return ["cookie", "key"].flatMap((name) => {
    const rate = medianOf(asked, name, "requests/s") / medianOf(asked, "open", "requests/s");
    const cost = (figure: string, of: Comparison) =>
      medianOf(of, name, figure) / medianOf(of, "open", figure);
    const more =
      medianOf(held, name, "memory, KB/socket") - medianOf(held, "open", "memory, KB/socket");
    return [
      atLeast(`${name}: part of the rate of an open page`, rate, 0.97),
      atMost(
        `${name}: processor of a page, times an open one`,
        cost("processor, µs/request", asked),
        1.03,
      ),
      atMost(
        `${name}: processor of a socket, times an open one`,
        cost("processor, µs/socket", held),
        1.05,
      ),
      atMost(`${name}: KB/socket more than an open one`, more, 0.3),
    ];
  });
}
