import * as v from "valibot";
import { REASONS } from "../../protocol/webhook-reason.ts";
import { LARGEST_VALUE } from "../monitor/detector.ts";
import type { Guard } from "../outbound/guard.ts";
import { Fault } from "../outbound/reason.ts";
import type { Buckets } from "../store/monitors.ts";

/** An expression, and the server that knows what it comes to. */
export interface Expression {
  readonly url: string;
  readonly query: string;
}

/** The values of buckets in their order, or why there are none. */
export type Values =
  | { readonly ok: true; readonly values: readonly (number | null)[] }
  | {
      readonly ok: false;
      readonly trouble: string;
      /** Whether the server did not answer at all, to this expression or to any other. */
      readonly isUnanswered: boolean;
    };

/** Steps that one request asks for: servers answer 11,000, and so many fit into what is read of an answer. */
const MOST_STEPS = 5_000;
const LONGEST = 1024 * 1024;
/** How much is shown of what the server says is wrong. */
const LONGEST_TROUBLE = 200;

const answerSchema = v.variant("status", [
  v.object({
    status: v.literal("success"),
    data: v.object({
      resultType: v.literal("matrix"),
      result: v.array(v.object({ values: v.array(v.tuple([v.number(), v.string()])) })),
    }),
  }),
  v.object({ status: v.literal("error"), error: v.string() }),
]);

/** What the expression came to at the end of each bucket. */
export async function readRange(
  guard: Pick<Guard, "ask">,
  expression: Expression,
  { from, width, count }: Buckets,
): Promise<Values> {
  const values: (number | null)[] = [];
  for (let done = 0; done < count; done += MOST_STEPS) {
    const part = { from: from + done * width, width, count: Math.min(MOST_STEPS, count - done) };
    const read = await readPart(guard, expression, part);
    if (!read.ok) return read;
    values.push(...read.values);
  }
  return { ok: true, values };
}

async function readPart(
  guard: Pick<Guard, "ask">,
  { url, query }: Expression,
  buckets: Buckets,
): Promise<Values> {
  const { from, width, count } = buckets;
  const form = new URLSearchParams({
    query,
    start: String((from + width) / 1000),
    end: String((from + count * width) / 1000),
    step: String(width / 1000),
  });
  try {
    const { status, body, cut } = await guard.ask({
      url: `${url.replace(/\/$/u, "")}/api/v1/query_range`,
      method: "POST",
      headers: {
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: form.toString(),
      longest: LONGEST,
    });
    // One that says too much of this expression may say less of another.
    if (cut !== null) return trouble(REASONS[cut], cut !== "answer-too-large");
    return read(status, body.toString("utf8"), buckets);
  } catch (error) {
    if (error instanceof Fault) return trouble(REASONS[error.reason], true);
    throw error;
  }
}

function read(status: number, body: string, { from, width, count }: Buckets): Values {
  const parsed = v.safeParse(answerSchema, jsonIn(body));
  if (!parsed.success) return trouble(`It answered ${status}, and not as Prometheus does.`);
  if (parsed.output.status === "error")
    return trouble(`It says: ${parsed.output.error.slice(0, LONGEST_TROUBLE)}`);
  const { result } = parsed.output.data;
  if (result.length > 1)
    return trouble(`The expression has ${result.length} series: one is watched, such as sum(…).`);
  const values = Array.from<number | null>({ length: count }).fill(null);
  for (const [time, text] of result[0]?.values ?? []) {
    const index = Math.round((time * 1000 - from) / width) - 1;
    if (index >= 0 && index < count) values[index] = numberIn(text);
  }
  return { ok: true, values };
}

/** "NaN" and "+Inf" are no values: nothing can be learnt from them. */
function numberIn(text: string): number | null {
  const number = text === "" ? Number.NaN : Number(text);
  return Math.abs(number) <= LARGEST_VALUE ? number : null;
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function trouble(words: string, isUnanswered = false): Values {
  return { ok: false, trouble: words, isUnanswered };
}
