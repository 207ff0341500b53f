import { atLeast, atMost, type Bench, type Comparison, type Sample, type Scale } from "../bench.ts";
import { CHANNELS, publishFact } from "../../src/server/telemetry/channel.ts";
import { createRing } from "../../src/server/telemetry/subscribers/ring.ts";
import { createSubscriber } from "../../src/server/telemetry/subscribers/subscriber.ts";
import { alertBodies } from "../load/bodies.ts";
import { historyOf } from "../load/history.ts";
import { get, post } from "../load/http-load.ts";
import { scratch } from "../load/scratch.ts";
import { startPeer, startTocsin } from "../peers/server.ts";
import { compare, medianOf } from "../report/rounds.ts";

const ABOUT = `What it costs to tell of oneself. A fact is published that nobody listens to, that is counted, and that is
put into a ring of 10,000; in a loop of a bare Node, so that nothing else is measured. Then two servers with the same
history take turns, one of which reports everything it can to a receiver that never answers: the newest page on four
connections, and new alerts, one a body, from 32 writers. There is no switch for it while a server runs, so these are two
processes: the same server twice stands beside them, to tell how far two differ by themselves.`;

const SIZES = {
  full: { alerts: 100_000, rounds: 21, seconds: 2, facts: 5_000_000 },
  small: { alerts: 5_000, rounds: 1, seconds: 1, facts: 200_000 },
};
const PAGE = "/api/alerts?limit=50";

export const telemetry: Bench = { name: "telemetry", about: ABOUT, run };

async function run(scale: Scale) {
  const { alerts, rounds, seconds, facts } = SIZES[scale];
  const published = await compare("publish", rounds, {
    "to nobody": async () => publishFrames(facts),
    "to a counter": async () => listening(() => {}, facts),
    "to a ring": async () => {
      const ring = createRing();
      const event = JSON.stringify({ event: "frame", bytes: 300 });
      return listening(() => void ring.push(event), facts);
    },
  });

  const file = historyOf(alerts);
  using told = scratch(file);
  using without = scratch(file);
  using again = scratch(file);
  await using silent = await startPeer("peers/silent.ts");
  await using reporting = await startTocsin(told.file, "dist", {
    POSTHOG_HOST: silent.url,
    POSTHOG_KEY: "bench",
    OTEL_EXPORTER_OTLP_ENDPOINT: silent.url,
    TELEMETRY_INTERVAL: "1",
    DO_NOT_TRACK: "",
  });
  await using none = await startTocsin(without.file);
  await using twin = await startTocsin(again.file);
  const servers = { reporting, none, "none, again": twin };
  const load = { connections: 4, seconds };
  const pages = await compare("newest page", rounds, {
    reporting: () => get(servers.reporting, [PAGE], load),
    none: () => get(servers.none, [PAGE], load),
    "none, again": () => get(servers["none, again"], [PAGE], load),
  });
  const bodyOf = alertBodies();
  const posting = { connections: 32, seconds };
  const posts = await compare("1 alert a body", rounds, {
    reporting: () => post(servers.reporting, () => bodyOf(1), posting),
    none: () => post(servers.none, () => bodyOf(1), posting),
    "none, again": () => post(servers["none, again"], () => bodyOf(1), posting),
  });
  return { comparisons: [published, pages, posts], aims: aimsOf(published, pages, posts) };
}

interface Count {
  bytes: number;
}

/** Publishes while somebody listens, as the server's own subscribers do. */
function listening(hear: (count: Count) => unknown, facts: number): Sample {
  const log = { error: (line: unknown) => console.error(line) };
  const subscriber = createSubscriber("bench", { log, now: () => performance.now() });
  const count: Count = { bytes: 0 };
  subscriber.on(CHANNELS.frame, ({ bytes }) => {
    count.bytes = bytes;
    hear(count);
  });
  try {
    return publishFrames(facts);
  } finally {
    subscriber.stop();
  }
}

function publishFrames(facts: number): Sample {
  const begun = performance.now();
  for (let bytes = 0; bytes < facts; bytes += 1) publishFact(CHANNELS.frame, { bytes });
  return { "ns/fact": ((performance.now() - begun) * 1e6) / facts };
}

function aimsOf(published: Comparison, ...served: readonly Comparison[]) {
  const ratios = served.map((one) => {
    const rate = (name: string) => medianOf(one, name, "requests/s");
    return atLeast(
      `${one.work}: reporting, part of none's`,
      rate("reporting") / rate("none"),
      0.98,
    );
  });
  return [
    atMost("to nobody, ns", medianOf(published, "to nobody", "ns/fact"), 10),
    atMost("to a ring, ns", medianOf(published, "to a ring", "ns/fact"), 100),
    ...ratios,
  ];
}
