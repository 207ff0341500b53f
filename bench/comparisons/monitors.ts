import { setTimeout } from "node:timers/promises";
import { atMost, type Bench, type Comparison, type Sample, type Scale } from "../bench.ts";
import { addAdmin, signIn } from "../load/admin.ts";
import { historyOf } from "../load/history.ts";
import { postSteadily } from "../load/posting.ts";
import { type Readers, startReaders } from "../load/readers.ts";
import { scratch } from "../load/scratch.ts";
import { type Server, startTocsin } from "../peers/server.ts";
import { quantile } from "../report/figure.ts";
import { figuresOf, medianOf } from "../report/rounds.ts";
import { processorTime } from "../report/usage.ts";

const ABOUT = `What monitors cost the feed. Two servers with the same history run at the same time, one without a monitor
and one with a thousand that have learnt and are pushed a number for every bucket. Both are posted the same alerts, ten a
second, and asked for the newest page five times a second, for as long as a bucket lasts: so each such stretch has all that
monitors do in it, the pushing, the judging and the writing, and what disturbs the machine disturbs both. The share of a core is
the processor's time of one server less that of the other. Of both latencies only the ratio means anything elsewhere: they
are from when an alert was taken in to when a socket has its frame, and of a whole page over HTTP.`;

const SIZES = {
  full: {
    monitors: 1_000,
    runs: [
      { bucket: 300, rounds: 2 },
      { bucket: 60, rounds: 5 },
    ],
  },
  small: { monitors: 20, runs: [{ bucket: 60, rounds: 1 }] },
} as const;
/** Alerts and pages a second. */
const [POSTED, ASKED] = [10, 5];
/** Buckets that each has learnt from before: some more than it must have seen. */
const LEARNT = 300;
/** Numbers in one body. */
const NUMBERS = 10_000;
const [WITHOUT, WITH] = ["no monitors", "with monitors"];

export const monitors: Bench = { name: "monitors", about: ABOUT, run };

async function run(scale: Scale) {
  const { monitors: count, runs } = SIZES[scale];
  const comparisons: Comparison[] = [];
  for (const { bucket, rounds } of runs) comparisons.push(await compareAt(count, bucket, rounds));
  return { comparisons, aims: comparisons.flatMap(aimsOf) };
}

async function compareAt(count: number, bucket: number, rounds: number): Promise<Comparison> {
  const work = `${count.toLocaleString("en-GB")} monitors, a bucket of ${bucket} s`;
  using bare = scratch(historyOf(1_000));
  using watched = scratch(historyOf(1_000));
  for (const { file } of [bare, watched]) addAdmin(file);
  await using without = await startTocsin(bare.file, "dist", { ANONYMOUS: "operator" });
  await using watching = await startTocsin(watched.file, "dist", { ANONYMOUS: "operator" });
  await teach(watching, count, bucket);
  const stopping = new AbortController();
  const feeding = feed(watching, count, bucket, stopping.signal);
  const samples: [Sample, Sample][] = [];
  await using readersWithout = await startReaders(without, "tocsin", 1);
  await using readersWith = await startReaders(watching, "tocsin", 1);
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    const both = await Promise.all([
      stretch(without, readersWithout, bucket),
      stretch(watching, readersWith, bucket),
    ]);
    if (round > 0) samples.push(both);
    process.stderr.write(`\r${work}: ${round + 1} of ${rounds + 1} `);
  }
  process.stderr.write("\n");
  stopping.abort();
  await feeding;
  const costs = samples.map(([less, more]) => ({
    "1 core, %": (more["1 core, %"] ?? Number.NaN) - (less["1 core, %"] ?? Number.NaN),
  }));
  return {
    work,
    figures: {
      [WITH]: figuresOf(samples.map(([, more]) => more)),
      [WITHOUT]: figuresOf(samples.map(([less]) => less)),
      "what monitors add": figuresOf(costs),
    },
  };
}

/** Makes the monitors and pushes what they learn from, and waits until they have learnt it. */
async function teach(server: Server, count: number, bucket: number): Promise<void> {
  const headers = { ...(await signIn(server)), "content-type": "application/json" };
  for (let index = 0; index < count; index++) {
    const input = { type: "push", name: nameOf(index) };
    const body = JSON.stringify({ name: nameOf(index), input, bucket, silentAfter: 0 });
    await answered(fetch(`${server.url}/api/monitors`, { method: "POST", headers, body }));
  }
  const now = Date.now();
  const each = Math.floor(NUMBERS / LEARNT);
  for (let from = 0; from < count; from += each) {
    const some = Array.from({ length: Math.min(each, count - from) }, (_, index) => from + index);
    const numbers = some.flatMap((index) =>
      Array.from({ length: LEARNT }, (_unused, ago) =>
        numberOf(index, now - (LEARNT - ago) * bucket * 1000),
      ),
    );
    await push(server, numbers);
  }
  for (;;) {
    const answer = await answered(fetch(`${server.url}/api/monitors`, { headers }));
    const { monitors: all } = (await answer.json()) as { monitors: { progress: number }[] };
    const warm = all.filter(({ progress }) => progress >= 1).length;
    if (warm === count) return;
    process.stderr.write(`\r${warm} of ${count} have learnt `);
    await setTimeout(1_000);
  }
}

/** A number for each monitor and bucket, until it is to stop. */
async function feed(
  server: Server,
  count: number,
  bucket: number,
  signal: AbortSignal,
): Promise<void> {
  const width = bucket * 1000;
  while (!signal.aborted) {
    const now = Date.now();
    await push(
      server,
      Array.from({ length: count }, (_, index) => numberOf(index, now)),
    );
    const next = (Math.floor(now / width) + 1) * width + width / 4;
    await setTimeout(next - Date.now(), null, { signal }).catch(() => null);
  }
}

function nameOf(index: number): string {
  return `number_${index}`;
}

/** About 100, never the same. */
function numberOf(index: number, time: number) {
  const value = 100 + 10 * Math.sin(time / 7e6 + index) + 3 * Math.sin(time * (index + 1));
  return { name: nameOf(index), time: new Date(time).toISOString(), value };
}

async function push({ url }: Server, numbers: readonly object[]): Promise<void> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify(numbers);
  await answered(fetch(`${url}/api/ingest/metrics`, { method: "POST", headers, body }));
}

async function answered(asked: Promise<Response>): Promise<Response> {
  const answer = await asked;
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return answer;
}

/** What a server does while one bucket passes. */
async function stretch(server: Server, readers: Readers, seconds: number): Promise<Sample> {
  readers.reset();
  const [before, begun] = [processorTime(server.pid), performance.now()];
  const [pages] = await Promise.all([
    askSteadily(server, seconds),
    postSteadily(server.url, POSTED, seconds),
  ]);
  const passed = (performance.now() - begun) / 1000;
  const used = processorTime(server.pid) - before;
  const { latencies } = await readers.tell();
  const frames = latencies.toSorted((one, other) => one - other);
  return {
    "1 core, %": (100 * used) / passed,
    "frame, mean, ms": meanOf(frames),
    "frame, p99, ms": quantile(frames, 0.99),
    "page, mean, ms": meanOf(pages),
    "page, p99, ms": quantile(pages, 0.99),
  };
}

/** How long (ms) pages take, ascending. */
async function askSteadily({ url }: Server, seconds: number): Promise<readonly number[]> {
  const begun = performance.now();
  const asked = Array.from({ length: ASKED * seconds }, async (_, index) => {
    await setTimeout(begun + ((index + Math.random()) * 1000) / ASKED - performance.now());
    const sent = performance.now();
    await (await answered(fetch(`${url}/api/alerts?limit=50`))).arrayBuffer();
    return performance.now() - sent;
  });
  return (await Promise.all(asked)).toSorted((one, other) => one - other);
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function aimsOf(one: Comparison) {
  const ratio = (figure: string) => medianOf(one, WITH, figure) / medianOf(one, WITHOUT, figure);
  return [
    atMost(`${one.work}: % of a core`, medianOf(one, "what monitors add", "1 core, %"), 5),
    atMost(`${one.work}: frames, over those without`, ratio("frame, mean, ms"), 1.25),
    atMost(`${one.work}: pages, over those without`, ratio("page, mean, ms"), 1.25),
  ];
}
