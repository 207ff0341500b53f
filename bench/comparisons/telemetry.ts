import { atLeast, atMost, type Bench, type Comparison, type Sample, type Scale } from "../bench.ts";
import { CHANNELS, publishFact } from "../../src/server/telemetry/channel.ts";
import { createRing } from "../../src/server/telemetry/subscribers/ring.ts";
import { createSubscriber } from "../../src/server/telemetry/subscribers/subscriber.ts";
import { alertBodies } from "../load/bodies.ts";
import { historyOf } from "../load/history.ts";
import { get, post } from "../load/http-load.ts";
import { scratch } from "../load/scratch.ts";
import { type Server, startPeer, startTocsin } from "../peers/server.ts";
import { compare, comparisonOf, medianOf, type Round, takeRounds } from "../report/rounds.ts";

const ABOUT = `What it costs to tell of oneself. A fact is published that nobody listens to, that is counted, and that is
put into a ring of 10,000; in a loop of a bare Node, so that nothing else is measured. Then servers with the same
history take turns of a second, one of which reports everything it can to a receiver that never answers: the newest page
on four connections, and new alerts, one a body, from 32 writers. There is no switch for it while a server runs, so these
are processes of their own, and two that do the same differ by some per cent for as long as they run: so two report
nothing, all three are started anew for each series, and what counts is the part of each round, which is what one did of
what the others did in the same three seconds.`;

const SIZES = {
  full: { alerts: 100_000, rounds: 21, facts: 5_000_000, series: 6, turns: 10, seconds: 1 },
  small: { alerts: 5_000, rounds: 1, facts: 200_000, series: 1, turns: 1, seconds: 1 },
};
const [REPORTING, NONE, AGAIN] = ["reporting", "none", "none, again"] as const;
const PART = "requests/s, part of the others'";
const PAGE = "/api/alerts?limit=50";

export const telemetry: Bench = { name: "telemetry", about: ABOUT, run };

async function run(scale: Scale) {
  const { alerts, rounds, facts, series, turns, seconds } = SIZES[scale];
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
  const bodyOf = alertBodies();
  const [reading, posting] = [
    { connections: 4, seconds },
    { connections: 32, seconds },
  ];
  const pages: Round[] = [];
  const posts: Round[] = [];
  for (let serie = 0; serie < series; serie++) {
    await using three = await startThree(file);
    const take = async (work: string, contend: (server: Server) => Promise<Sample>) => {
      const contenders = Object.entries(three.servers).map(
        ([name, server]) => [name, () => contend(server)] as const,
      );
      const words = `${work}, series ${serie + 1} of ${series}`;
      return (await takeRounds(words, turns, Object.fromEntries(contenders))).map(withParts);
    };
    pages.push(...(await take("newest page", (server) => get(server, [PAGE], reading))));
    posts.push(
      ...(await take("1 alert a body", (server) => post(server, () => bodyOf(1), posting))),
    );
  }
  const served = [comparisonOf("newest page", pages), comparisonOf("1 alert a body", posts)];
  return { comparisons: [published, ...served], aims: aimsOf(published, ...served) };
}

interface Three extends AsyncDisposable {
  /** One that reports, and two that do not. */
  readonly servers: Readonly<Record<string, Server>>;
}

async function startThree(file: string): Promise<Three> {
  await using started = new AsyncDisposableStack();
  const scratched = () => started.use(scratch(file)).file;
  const silent = started.use(await startPeer("peers/silent.ts"));
  const reporting = started.use(
    await startTocsin(scratched(), "dist", {
      POSTHOG_HOST: silent.url,
      POSTHOG_KEY: "bench",
      OTEL_EXPORTER_OTLP_ENDPOINT: silent.url,
      TELEMETRY_INTERVAL: "1",
      DO_NOT_TRACK: "",
    }),
  );
  const none = started.use(await startTocsin(scratched()));
  const again = started.use(await startTocsin(scratched()));
  const kept = started.move();
  return {
    servers: { [REPORTING]: reporting, [NONE]: none, [AGAIN]: again },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** What each did, with its part of what the others did in the same round. */
function withParts(round: Round): Round {
  const rate = (name: string) => round[name]?.["requests/s"] ?? Number.NaN;
  const others = (rate(NONE) + rate(AGAIN)) / 2;
  return {
    [REPORTING]: { ...round[REPORTING], [PART]: rate(REPORTING) / others },
    [NONE]: { ...round[NONE], [PART]: rate(NONE) / rate(AGAIN) },
    [AGAIN]: { ...round[AGAIN], [PART]: rate(AGAIN) / rate(NONE) },
  };
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
  const ratios = served.map((one) =>
    atLeast(`${one.work}: reporting, part of none's`, medianOf(one, REPORTING, PART), 0.98),
  );
  return [
    atMost("to nobody, ns", medianOf(published, "to nobody", "ns/fact"), 10),
    atMost("to a ring, ns", medianOf(published, "to a ring", "ns/fact"), 100),
    ...ratios,
  ];
}
