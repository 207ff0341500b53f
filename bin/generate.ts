import { defineCommand, runMain } from "citty";
import * as v from "valibot";
import { run } from "../src/generator/run.ts";
import { createScenario } from "../src/generator/scenario.ts";
import { Refused } from "../src/generator/send.ts";
import { count, summaryOf, type Tally } from "../src/generator/tally.ts";

const SUMMARY_INTERVAL = 10_000;
const UNITS = { s: 1000, m: 60_000, h: 3_600_000 } as const;

function numberOf(least: number) {
  const expected = `must be a number of at least ${least}`;
  return v.pipe(v.string(), v.transform(Number), v.number(expected), v.minValue(least, expected));
}

const duration = v.pipe(
  v.string(),
  v.regex(/^\d+[smh]$/u, "must be a time such as 90s, 5m or 1h"),
  v.transform((text) => Number.parseInt(text, 10) * UNITS[text.at(-1) as keyof typeof UNITS]),
);

const wantedSchema = v.object({
  url: v.pipe(
    v.string(),
    v.regex(/^https?:\/\/[^/]/u, "must be an address such as http://127.0.0.1:3000"),
    v.url("must be an address such as http://127.0.0.1:3000"),
    v.transform((text) => new URL(text)),
  ),
  rate: numberOf(0.001),
  seed: numberOf(0),
  burst: numberOf(0),
  count: v.optional(numberOf(1)),
  duration: v.optional(duration),
});
type Wanted = v.InferOutput<typeof wantedSchema>;

const command = defineCommand({
  meta: {
    name: "generate",
    description:
      "Posts made-up alerts to Tocsin: they open, repeat, change and resolve at random. Where it asks for a key, set TOCSIN_KEY.",
  },
  args: {
    url: { type: "string", default: "http://127.0.0.1:3000", description: "Where Tocsin answers" },
    rate: { type: "string", default: "2", description: "Alerts posted per second, on average" },
    seed: { type: "string", default: "1", description: "The same seed makes the same alerts" },
    burst: { type: "string", default: "40", description: "Alerts in a burst; 0 for none" },
    count: { type: "string", description: "Stop after this many alerts" },
    duration: { type: "string", description: "Stop after this time, such as 90s, 5m or 1h" },
  },
  run: async ({ args }) => {
    const wanted = v.safeParse(wantedSchema, args);
    if (wanted.success) return generate(wanted.output);
    const [issue] = wanted.issues;
    complain(`--${v.getDotPath(issue)} ${issue.message}`);
  },
});

/** Posts until it is stopped, the time is up or the count is reached; tells how it goes. */
async function generate(wanted: Wanted): Promise<void> {
  const signal = endOf(wanted.duration);
  const started = Date.now();
  let tally: Tally = new Map();
  const summary = () => tell(summaryOf(tally, Date.now() - started));
  const timer = setInterval(summary, SUMMARY_INTERVAL);
  try {
    const outcomes = run({
      scenario: createScenario(wanted),
      target: { url: wanted.url, key: process.env["TOCSIN_KEY"], signal, tell },
      rate: wanted.rate,
      count: wanted.count ?? Number.POSITIVE_INFINITY,
    });
    for await (const some of outcomes) tally = count(tally, some);
  } catch (error) {
    if (error instanceof Refused) complain(`${wanted.url.origin} refuses: ${error.message}`);
    else if (!signal.aborted) throw error;
  }
  clearInterval(timer);
  summary();
}

/** Aborted on Ctrl-C, when the time is up, and when the process that started this one is gone. */
function endOf(milliseconds: number | undefined): AbortSignal {
  const stop = new AbortController();
  for (const event of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"])
    process.once(event, () => stop.abort());
  process.channel?.unref();
  if (milliseconds === undefined) return stop.signal;
  return AbortSignal.any([stop.signal, AbortSignal.timeout(milliseconds)]);
}

function tell(line: string): void {
  console.log(`generator: ${line}`);
}

function complain(line: string): void {
  console.error(`generator: ${line}`);
  process.exitCode = 1;
}

await runMain(command);
