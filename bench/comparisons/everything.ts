import { atLeast, atMost, type Bench, type Comparison, type Sample, type Scale } from "../bench.ts";
import { alertBodies } from "../load/bodies.ts";
import { historyOf } from "../load/history.ts";
import { get, post } from "../load/http-load.ts";
import { startLaden } from "../load/laden.ts";
import { postSteadily } from "../load/posting.ts";
import { type Readers, startReaders } from "../load/readers.ts";
import { scratch } from "../load/scratch.ts";
import { startTocsin } from "../peers/server.ts";
import { quantile } from "../report/figure.ts";
import { compare, medianOf } from "../report/rounds.ts";
import { processorTime } from "../report/usage.ts";

const ABOUT = `What all that came after the feed costs the feed. Two servers with the same history take turns: one that
lets in whoever asks and does nothing else, and one with everything on it: whoever asks has a session or a key, ten webhooks
are told of every alert, three of which are dead, a hundred monitors watch the feed by the minute, telemetry goes to a server that
never answers, and one backup is made after the other while it is measured. The newest page and a filtered one are asked for on
four connections; new alerts are posted by 32 writers; and at ten alerts a second it is looked when a socket has each,
from its being taken in.`;

const SIZES = {
  full: { alerts: 100_000, rounds: 7, seconds: 4, monitors: 100, sockets: 100 },
  small: { alerts: 5_000, rounds: 1, seconds: 1, monitors: 5, sockets: 5 },
};
const PAGES = {
  "newest page": "/api/alerts?limit=50",
  "severity=critical": "/api/alerts?severity=critical&limit=50",
};
const BODIES = [1, 10];
const RATE = 10;
const [LADEN, ALONE] = ["with everything", "alone"];

export const everything: Bench = { name: "everything", about: ABOUT, run };

async function run(scale: Scale) {
  const { alerts, rounds, seconds, monitors, sockets } = SIZES[scale];
  const file = historyOf(alerts);
  using ladenFile = scratch(file);
  using aloneFile = scratch(file);
  await using laden = await startLaden(ladenFile.file, monitors);
  await using alone = await startTocsin(aloneFile.file, "dist", { ANONYMOUS: "operator" });
  const turns = (
    work: string,
    contend: (server: typeof alone, headers: Readonly<Record<string, string>>) => Promise<Sample>,
    headers: Readonly<Record<string, string>>,
  ) =>
    compare(work, rounds, {
      [LADEN]: () => laden.working(() => contend(laden.server, headers)),
      [ALONE]: () => contend(alone, {}),
    });

  const pages: Comparison[] = [];
  for (const [work, path] of Object.entries(PAGES)) {
    const reading = { connections: 4, seconds };
    const read: Parameters<typeof turns>[1] = (server, headers) =>
      get(server, [path], reading, headers);
    pages.push(await turns(work, read, laden.session));
  }

  await using ladenReaders = await startReaders(laden.server, "tocsin", sockets, laden.session);
  await using aloneReaders = await startReaders(alone, "tocsin", sockets);
  const frames = await turns(
    `${RATE} alerts/s to ${sockets} sockets`,
    async (server, headers) => {
      const readers = server === alone ? aloneReaders : ladenReaders;
      const before = processorTime(server.pid);
      const figures = await told(readers, () => postSteadily(server.url, RATE, seconds, headers));
      return { ...figures, "1 core, %": (100 * (processorTime(server.pid) - before)) / seconds };
    },
    laden.key,
  );

  const bodyOf = alertBodies();
  const posts: Comparison[] = [];
  for (const each of BODIES) {
    const posting = { connections: 32, seconds };
    const write: Parameters<typeof turns>[1] = async (server, headers) => {
      const figures = await post(server, () => bodyOf(each), posting, headers);
      return { "alerts/s": figures["requests/s"] * each, "p99, ms": figures["p99, ms"] };
    };
    posts.push(
      await turns(each === 1 ? "1 alert a body" : `${each} alerts a body`, write, laden.key),
    );
  }
  return { comparisons: [...pages, frames, ...posts], aims: aimsOf(pages, frames, posts) };
}

async function told(readers: Readers, work: () => Promise<unknown>): Promise<Sample> {
  readers.reset();
  await work();
  const { latencies } = await readers.tell();
  const sorted = latencies.toSorted((one, other) => one - other);
  return { "frame, p50, ms": quantile(sorted, 0.5), "frame, p99, ms": quantile(sorted, 0.99) };
}

/** What it may cost, by the aims of each by itself taken together. */
function aimsOf(pages: readonly Comparison[], frames: Comparison, posts: readonly Comparison[]) {
  const part = (one: Comparison, figure: string) =>
    medianOf(one, LADEN, figure) / medianOf(one, ALONE, figure);
  return [
    ...pages.map((one) =>
      atLeast(`${one.work}: with everything, part of alone's`, part(one, "requests/s"), 0.8),
    ),
    atMost(
      `${frames.work}: p99, ms, with everything`,
      medianOf(frames, LADEN, "frame, p99, ms"),
      150,
    ),
    ...posts.map((one) =>
      atLeast(`${one.work}: with everything, part of alone's`, part(one, "alerts/s"), 0.8),
    ),
  ];
}
