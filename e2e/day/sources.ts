import { setTimeout as pause } from "node:timers/promises";
import * as v from "valibot";
import { chance, integerBetween, pick, type Random } from "../../src/generator/random.ts";
import type { NewAlert } from "../support/app.ts";
import type { Caller } from "./caller.ts";
import type { Meter } from "./meter.ts";
import { PLAN } from "./plan.ts";

/** Time (ms) between two posts of what is due. */
const STEP = 200;
/** Alerts that are opened in a second: ordinarily, and in a storm of two seconds, of which one comes each forty. */
const [RATE, STORM] = [15, 200];
const [STORM_EACH, STORM_LASTS] = [40_000, 2_000];
/** Of a hundred: what is told again, what its source resolves, and what nobody ever does. */
const [REPEATED, RESOLVED, STUBBORN] = [0.3, 0.9, 0.02];
/** Teams that an alert may be of. */
export const TEAMS = 10;

const resultsSchema = v.object({
  results: v.array(v.object({ outcome: v.string(), id: v.optional(v.number()) })),
});

/** An alert whose opening was answered. */
export interface Opened {
  /** When it was answered (ms since 1970). */
  readonly at: number;
  /** Whether it is one that nobody resolves. */
  readonly isStubborn: boolean;
}

/** Those who post: new trouble, the same again, and its end. */
export class Sources {
  /** By its id, whatever was answered. */
  readonly opened = new Map<number, Opened>();
  readonly #caller: Caller;
  readonly #meter: Meter;
  readonly #random: Random;
  /** What is due later, by the step in which it is. */
  readonly #due = new Map<number, NewAlert[]>();
  #count = 0;

  constructor(caller: Caller, meter: Meter, random: Random) {
    this.#caller = caller;
    this.#meter = meter;
    this.#random = random;
  }

  /** Posts until it is over, and waits for all answers. */
  async run(over: AbortSignal): Promise<void> {
    const begun = performance.now();
    const posts = new Set<Promise<unknown>>();
    for (let step = 0, opened = 0; !over.aborted; step += 1) {
      await pause(Math.max(0, begun + step * STEP - performance.now()));
      const owed = Math.floor(openedBy(step * STEP)) - opened;
      opened += owed;
      const body = [
        ...(this.#due.get(step) ?? []),
        ...Array.from({ length: owed }, () => this.#open(step)),
      ];
      this.#due.delete(step);
      if (body.length === 0) continue;
      const post = this.#post(body);
      posts.add(post);
      void post.finally(() => posts.delete(post));
    }
    await Promise.all(posts);
  }

  #open(step: number): NewAlert {
    const random = this.#random;
    this.#count += 1;
    const isStubborn = chance(random, STUBBORN);
    const alert: NewAlert = {
      fingerprint: `day-${this.#count}`,
      title: `${pick(random, ["Disk", "Network", "Queue"])} of machine ${this.#count} is in trouble`,
      severity: pick(random, ["critical", "error", "warning", "info"]),
      source: `source-${integerBetween(random, 1, 5)}`,
      description: "What it was about is told here at the length that people tell it.",
      labels: {
        team: String(integerBetween(random, 0, TEAMS - 1)),
        tier: chance(random, 0.25) ? "gold" : "iron",
        lasts: isStubborn ? "yes" : "no",
      },
    };
    if (chance(random, REPEATED)) this.#later(step, 0.02, { ...alert, severity: "critical" });
    if (!isStubborn && chance(random, RESOLVED))
      this.#later(step, 0.1, { ...alert, status: "resolved" });
    return alert;
  }

  /** After some part of the day, that one at most. */
  #later(step: number, most: number, alert: NewAlert): void {
    const due = step + 5 + Math.floor((this.#random() * most * PLAN.length) / STEP);
    this.#due.set(due, [...(this.#due.get(due) ?? []), alert]);
  }

  async #post(body: readonly NewAlert[]): Promise<void> {
    const answer = await this.#meter.time(() => this.#caller.ask("POST", "/api/alerts", body));
    if (answer === null) return;
    for (const [index, { outcome, id }] of v.parse(resultsSchema, answer).results.entries()) {
      const labels = body[index]?.labels;
      if (outcome === "rejected") throw new Error(`${JSON.stringify(body[index])} was rejected`);
      if (outcome !== "opened" || id === undefined) continue;
      this.opened.set(id, { at: Date.now(), isStubborn: labels?.["lasts"] === "yes" });
    }
  }
}

/** How many alerts there should be after so long (ms). */
function openedBy(time: number): number {
  const storms = Math.floor(time / STORM_EACH);
  const stormy = storms * STORM_LASTS + Math.max(0, (time % STORM_EACH) - STORM_EACH + STORM_LASTS);
  return (time * RATE + stormy * STORM) / 1000;
}
