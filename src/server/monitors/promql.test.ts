import { expect, test } from "vitest";
import type { Answer } from "../outbound/exchange.ts";
import type { OutboundRequest } from "../outbound/guard.ts";
import { Fault } from "../outbound/reason.ts";
import { readRange } from "./promql.ts";

const EXPRESSION = { url: "http://prometheus.example/base/", query: "sum(up)" };
const BUCKETS = { from: 600_000, width: 60_000, count: 4 };

/** A guard whose server answers that. */
function answering(body: unknown, fields: Partial<Answer> = {}) {
  const asked: OutboundRequest[] = [];
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    asked,
    async ask(request: OutboundRequest): Promise<Answer> {
      asked.push(request);
      return { status: 200, headers: {}, body: Buffer.from(text), cut: null, ...fields };
    },
  };
}

function matrix(...series: (readonly (readonly [number, string])[])[]) {
  const result = series.map((values) => ({ metric: {}, values }));
  return { status: "success", data: { resultType: "matrix", result } };
}

test("a bucket has what the expression comes to at its end", async () => {
  const guard = answering(
    matrix([
      [660, "1"],
      [720, "2.5"],
      [840, "-4"],
    ]),
  );
  expect(await readRange(guard, EXPRESSION, BUCKETS)).toEqual({
    ok: true,
    values: [1, 2.5, null, -4],
  });
  const [request] = guard.asked;
  expect(request).toMatchObject({
    url: "http://prometheus.example/base/api/v1/query_range",
    method: "POST",
  });
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    query: "sum(up)",
    start: "660",
    end: "840",
    step: "60",
  });
});

test.each(["NaN", "+Inf", "-Inf", "1e200", "", "0x"])("%j is no value", async (text) => {
  const guard = answering(
    matrix([
      [660, text],
      [720, "7"],
    ]),
  );
  expect(await readRange(guard, EXPRESSION, { ...BUCKETS, count: 2 })).toEqual({
    ok: true,
    values: [null, 7],
  });
});

test("where there is no series, nothing was measured", async () => {
  const read = await readRange(answering(matrix()), EXPRESSION, { ...BUCKETS, count: 2 });
  expect(read).toEqual({ ok: true, values: [null, null] });
});

test("a long time is asked for in parts", async () => {
  const guard = answering(matrix());
  const read = await readRange(guard, EXPRESSION, { ...BUCKETS, count: 12_001 });
  expect(read.ok && read.values.length).toBe(12_001);
  const starts = guard.asked.map(({ body }) => Number(new URLSearchParams(body).get("start")));
  expect(starts).toEqual([660, 660 + 5_000 * 60, 660 + 10_000 * 60]);
});

test.each([
  [matrix([[660, "1"]], [[660, "2"]]), /^The expression has 2 series/u],
  [
    { status: "error", errorType: "bad_data", error: "parse error: unexpected end" },
    /^It says: parse error/u,
  ],
  [{ status: "error", error: "x".repeat(5_000) }, /^It says: x{200}$/u],
  ["<html>", /^It answered 200, and not as Prometheus does\.$/u],
  [{ status: "success", data: { resultType: "string", result: [] } }, /^It answered 200/u],
])("what cannot be watched is said: %j", async (body, words) => {
  const read = await readRange(answering(body), EXPRESSION, BUCKETS);
  expect(read).toMatchObject({ ok: false, isUnanswered: false });
  expect(!read.ok && read.trouble).toMatch(words);
});

test("a server that does not answer is told from one that says no", async () => {
  const silent = { ask: () => Promise.reject(new Fault("connection-refused")) };
  expect(await readRange(silent, EXPRESSION, BUCKETS)).toEqual({
    ok: false,
    trouble: "Nobody listens at that port of the host.",
    isUnanswered: true,
  });
  const cut = answering("{", { cut: "timeout" });
  expect(await readRange(cut, EXPRESSION, BUCKETS)).toMatchObject({
    ok: false,
    isUnanswered: true,
  });
});

// It is one expression that has too many series: others that the server is asked for have fewer.
test("a server that answers more than is read has answered", async () => {
  const long = answering("{", { cut: "answer-too-large" });
  expect(await readRange(long, EXPRESSION, BUCKETS)).toEqual({
    ok: false,
    trouble: "The answer is longer than is read of any.",
    isUnanswered: false,
  });
});
