import * as v from "valibot";
import type { ProblemCode } from "../../src/domain/problem.ts";
import { PROBLEMS } from "../../src/domain/problems.ts";
import type { App } from "./app.ts";
import { expect } from "./fixtures.ts";

const problemSchema = v.strictObject({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.pipe(v.string(), v.nonEmpty()),
  code: v.picklist(Object.keys(PROBLEMS) as ProblemCode[]),
  results: v.optional(v.array(v.object({ outcome: v.literal("rejected") }))),
});

/** What only we know: where files lie, what the store is, which code it was. */
const INTERNALS = /node_modules|\/dist\/|\.[jt]s:\d+|sqlite/iu;

/** What the server says on purpose when it cannot keep up. */
const BUSY: readonly ProblemCode[] = ["store-busy", "query-timeout"];

/**
 * Throws unless the answer is one that a server of sound mind gives: yes, or a problem that says
 * what is wrong and nothing of us. Gives the code of the problem, null for a yes.
 */
export function codeOf(status: number, type: string, text: string): ProblemCode | null {
  if (status < 300) return null;
  expect(type, text).toBe("application/problem+json; charset=utf-8");
  const problem = v.parse(problemSchema, JSON.parse(text));
  expect(problem).toMatchObject({ status, type: `urn:tocsin:problem:${problem.code}` });
  if (status >= 500) expect(BUSY).toContain(problem.code);
  expect(problem.detail).not.toMatch(INTERNALS);
  return problem.code;
}

/** Sends a request and gives the code that it is refused with, null where it is not. */
export async function refusal(
  app: App,
  path: string,
  init?: RequestInit,
): Promise<ProblemCode | null> {
  const answer = await app.fetch(path, init);
  const text = await answer.text();
  return codeOf(answer.status, answer.headers.get("content-type") ?? "", text);
}

/** How much memory the process has (MB). */
export async function memoryOf(app: App): Promise<number> {
  const metrics = await (await app.fetch("/metrics")).text();
  return Number(/^process_resident_memory_bytes (\S+)$/mu.exec(metrics)?.[1]) / 1_000_000;
}

/**
 * The server works, has met nothing that it did not know, and has grown by no more than this (MB):
 * a busy machine collects late, but what is not bounded would take gigabytes.
 */
export async function expectUnharmed(app: App, before: number, growth = 500): Promise<void> {
  expect(await refusal(app, "/readyz")).toBeNull();
  expect((await memoryOf(app)) - before).toBeLessThan(growth);
  expect(app.log.split("\n").filter((line) => !isOrdinary(line))).toEqual([]);
}

/** A line of our log that tells of no error, or the line with the address. */
function isOrdinary(line: string): boolean {
  return line === "" || line.startsWith("Tocsin listens on ") || /^\{"level":[1-4]0,/u.test(line);
}
