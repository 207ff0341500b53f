import fc from "fast-check";
import { expect, test } from "vitest";
import {
  advanceOperation,
  beginOperation,
  type Operation,
  type OperationEvent,
  timeLeft,
} from "./operation.ts";

const AT = "2026-01-01T00:00:00.000Z";
const LATER = "2026-01-01T00:01:00.000Z";
const problem = { code: "store-full", detail: "No room." } as const;
const begun = beginOperation<number>("rebuild", AT);

const event: fc.Arbitrary<OperationEvent<number>> = fc.oneof(
  fc.record({
    type: fc.constant("progressed" as const),
    progress: fc.record({ done: fc.nat(), total: fc.option(fc.nat()), unit: fc.constant("rows") }),
  }),
  fc.record({ type: fc.constant("done" as const), at: fc.constant(LATER), result: fc.nat() }),
  fc.record({
    type: fc.constant("failed" as const),
    at: fc.constant(LATER),
    problem: fc.constant(problem),
  }),
  fc.record({ type: fc.constant("cancelled" as const), at: fc.constant(LATER) }),
);

test("an operation ends once, with what belongs to its end alone", () => {
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const operation = events.reduce(advanceOperation<number>, begun);
      const end = events.find(({ type }) => type !== "progressed");
      expect(operation.state).toBe(end?.type ?? "running");
      expect(operation.endedAt).toBe(end === undefined ? null : LATER);
      expect(operation.result !== null).toBe(operation.state === "done");
      expect(operation.problem !== null).toBe(operation.state === "failed");
    }),
  );
});

test.each([
  [{ done: 25, total: 100, unit: "rows" }, 20_000, 60_000],
  [{ done: 100, total: 100, unit: "rows" }, 20_000, 0],
  [{ done: 120, total: 100, unit: "rows" }, 20_000, 0],
  [{ done: 0, total: 100, unit: "rows" }, 20_000, null],
  [{ done: 25, total: null, unit: "rows" }, 20_000, null],
  [{ done: 25, total: 100, unit: "rows" }, 900, null],
])("of %j after %i ms, %s ms are left", (progress, taken, left) => {
  const operation: Operation = { ...begun, progress };
  expect(timeLeft(operation, Date.parse(AT) + taken)).toBe(left);
});
