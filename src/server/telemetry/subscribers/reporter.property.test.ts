import fc from "fast-check";
import { expect, test } from "vitest";
import type { Attempt } from "../../outbound/attempt.ts";
import { handClock, settled } from "./hand-clock.fixture.ts";
import { createReporter } from "./reporter.ts";
import { MOST } from "./schedule.ts";

const ROOM = { events: 60, characters: 100_000 };
const HOUR = 3_600_000;

/** What a receiver does with a request; `lost` takes it, and its answer never arrives. */
type Behaviour = 200 | 401 | 413 | 429 | 503 | "refused" | "lost";

/** A receiver that does what it is told to, and then takes all. */
function receiver(behaviours: readonly Behaviour[]) {
  const todo = [...behaviours];
  const arrived: number[] = [];
  let underWay = 0;

  async function send({ body }: { readonly body: string }): Promise<Attempt> {
    underWay += 1;
    expect(underWay).toBe(1);
    const events = JSON.parse(body) as number[];
    expect(events.length).toBeLessThanOrEqual(MOST);
    await settled();
    underWay -= 1;
    const behaviour = todo.shift() ?? 200;
    if (behaviour === 200 || behaviour === "lost") arrived.push(...events);
    return attemptOf(behaviour);
  }

  return { send, arrived };
}

function attemptOf(behaviour: Behaviour): Attempt {
  const status = typeof behaviour === "number" ? behaviour : null;
  const outcome = status === 200 ? "delivered" : behaviour === "refused" ? "refused" : "failed";
  const rest = { address: null, reason: null, excerpt: null, retryAfter: null } as const;
  return { outcome, status, ms: 1, ...rest };
}

const behaviours = fc.array(fc.constantFrom<Behaviour>(200, 401, 413, 429, 503, "refused", "lost"));
const steps = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant("capture"), events: fc.integer({ min: 1, max: 50 }) }),
    fc.record({ type: fc.constant("pass"), ms: fc.constantFrom(1, 10_000, 60_000, HOUR) }),
  ),
  { maxLength: 40 },
);

test("nothing is lost but what is counted, order is kept, and what is held is bounded", async () => {
  await fc.assert(
    fc.asyncProperty(
      behaviours,
      steps,
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (answers, steps, random) => {
        const { clock, pass } = handClock();
        const { send, arrived } = receiver(answers);
        const reporter = createReporter({
          name: "posthog",
          source: {
            collect: async () => [],
            peek: async () => [],
            noteOf: () => null,
            stop: () => {},
          },
          transport: {
            requestOf: (events) => ({ url: "", method: "POST", headers: {}, body: shown(events) }),
            shown,
          },
          send,
          clock,
          random: () => random,
          interval: 10_000,
          log: { warn: () => {}, error: (line: unknown) => expect.fail(String(line)) },
          room: ROOM,
        });
        let captured = 0;
        for (const step of steps) {
          if (step.type === "pass") await pass(step.ms);
          else for (let more = step.events; more > 0; more -= 1) reporter.capture(`${captured++}`);
          expect(reporter.state().waiting).toBeLessThanOrEqual(ROOM.events);
        }
        // Each answer takes an hour at most until the next request, and one is sent at the end.
        await pass(HOUR * (answers.length + 1));
        const waiting = reporter.state().waiting;
        await reporter.stop();

        const once = [...new Set(arrived)];
        expect(once).toEqual([...once].sort((a, b) => a - b));
        const { dropped, sent } = reporter.state();
        const missing = captured - once.length;
        expect(waiting).toBe(0);
        expect(sent + dropped).toBe(captured);
        expect(missing).toBeLessThanOrEqual(dropped);
        if (!answers.includes("lost")) expect(missing).toBe(dropped);
      },
    ),
    { numRuns: 300 },
  );
});

function shown(events: readonly string[]): string {
  return `[${events.join(",")}]`;
}
