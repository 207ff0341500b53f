import fc from "fast-check";
import { expect, test } from "vitest";
import { anAlert } from "../../../../domain/alert.arbitrary.ts";
import type { Alert } from "../../../../domain/alert.ts";
import type { Change } from "../../../../domain/diff.ts";
import { readChanges, writeChanges } from "./commit-body.ts";

const WORDS = "x".repeat(10_000);

/** What befalls one of a few alerts: it is changed, or removed, and then opened under another number. */
const steps = fc.array(
  fc.record({
    of: fc.integer({ min: 1, max: 3 }),
    fields: fc.oneof(
      fc.constant(null),
      fc.record(
        {
          title: fc.string(),
          status: fc.constantFrom("firing" as const, "resolved" as const),
          resolvedBy: fc.constantFrom(null, "operator"),
        },
        { requiredKeys: [] },
      ),
    ),
  }),
);

test("what is read is what was written", () => {
  fc.assert(
    fc.property(steps, fc.subarray([1, 2, 3]), (steps, there) => {
      const alerts = new Map<number, Alert | null>(
        there.map((id) => [id, anAlert({ id, seq: 0 })]),
      );
      const changes = steps.flatMap(({ of, fields }, index): Change[] => {
        const before = alerts.get(of) ?? null;
        if (fields === null && before === null) return [];
        const seq = index + 1;
        const after =
          fields === null ? null : { ...(before ?? anAlert({ id: of })), ...fields, seq };
        alerts.set(of, after);
        if (after !== null) return [{ before, after }];
        return before === null ? [] : [{ before, after, seq }];
      });
      expect(readChanges(writeChanges(changes))).toEqual(changes);
    }),
  );
});

test("words are written once, however often an alert changes", () => {
  const first = anAlert({ id: 1, seq: 1, description: WORDS });
  const second = { ...first, seq: 2, occurrences: 2 };
  const third = { ...second, seq: 3, occurrences: 3 };
  const changes: Change[] = [
    { before: first, after: second },
    { before: second, after: third },
  ];
  expect(writeChanges(changes).length).toBeLessThan(2 * WORDS.length);
});
