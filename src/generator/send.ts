import { setTimeout as delay } from "node:timers/promises";
import * as v from "valibot";
import type { Report } from "../domain/command.ts";
import { type Outcome, OUTCOMES } from "../domain/outcome.ts";

export interface Target {
  /** Where Tocsin answers, such as http://127.0.0.1:3000. */
  readonly url: URL;
  /** What it comes in with, undefined where anyone may post. */
  readonly key?: string | undefined;
  readonly signal: AbortSignal;
  /** Told of trouble and of its end, in words for a person. */
  readonly tell: (line: string) => void;
}

/** Tocsin said no, and would say so again. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/**
 * Posts the reports and says what each led to. A server that is away, slow or busy is asked again
 * until it answers; reports have fingerprints, so one that arrives twice does no harm. Throws
 * Refused where asking again is no use, and what `signal` throws when it is aborted.
 */
export async function send(reports: readonly Report[], target: Target): Promise<Outcome[]> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await post(reports, target);
    if (typeof answer !== "string") {
      if (attempt > 0) target.tell(`${target.url.origin} answers again`);
      return answer;
    }
    if (attempt === 0) target.tell(`${target.url.origin} ${answer}; trying again`);
    await delay(backOff(attempt), undefined, { signal: target.signal });
  }
}

const ANSWER_TIMEOUT = 30_000;

/** The outcomes, or why there are none yet. */
async function post(reports: readonly Report[], { url, key, signal }: Target) {
  try {
    const response = await fetch(new URL(`${url.pathname.replace(/\/$/u, "")}/api/alerts`, url), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(key && { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify(reports),
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT)]),
    });
    if (response.status === 408 || response.status >= 500) return `answers ${response.status}`;
    if (!response.ok) throw new Refused(`${response.status}: ${await response.text()}`);
    return outcomesOf(await response.json());
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Refused) throw error;
    return `does not answer (${reasonOf(error)})`;
  }
}

const answerSchema = v.object({
  results: v.array(v.object({ outcome: v.picklist(OUTCOMES) })),
});

function outcomesOf(body: unknown): Outcome[] {
  const parsed = v.safeParse(answerSchema, body);
  if (!parsed.success) throw new Refused("what answers is not Tocsin");
  return parsed.output.results.map(({ outcome }) => outcome);
}

/** What fetch says is "fetch failed"; why stands in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.message;
}

/** Milliseconds until the next attempt: twice as long each time, up to ten seconds, with jitter. */
function backOff(attempt: number): number {
  const most = Math.min(10_000, 250 * 2 ** attempt);
  return most * (0.5 + Math.random() / 2);
}
