import fc from "fast-check";
import { expect, test } from "vitest";
import type { Change } from "../../../../domain/diff.ts";
import type { Command } from "../../../../domain/command.ts";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { openScratch } from "../database.fixture.ts";
import type { Moment } from "../../moments.ts";
import { prepareMoments } from "./moments.ts";

const id = fc.integer({ min: 1, max: 3 });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc
    .record({
      fingerprint: fc.constantFrom("a", "b", "c"),
      title: fc.constantFrom("One", "Two"),
      severity: fc.constantFrom("critical" as const, "info" as const),
      status: fc.constantFrom("firing" as const, "firing" as const, "resolved" as const),
      labels: fc.constant({ "2": "x", b: "y", "1": "z" }),
    })
    .map((fields) => ({ type: "Report" as const, report: aReport(fields) })),
  fc.record({
    type: fc.constantFrom("Acknowledge" as const, "Delete" as const, "Restore" as const),
    id,
  }),
  fc.record({ type: fc.constant("Note" as const), id, note: fc.string() }),
  fc.record({ type: fc.constant("Forget" as const), id }),
);

test("each event has the alert as it was, to the byte, in whatever order they are asked for", () => {
  fc.assert(
    fc.property(
      fc.array(command, { minLength: 1, maxLength: 30 }),
      fc.array(fc.nat(40), { minLength: 1, maxLength: 20 }),
      (commands, asked) => {
        using scratch = openScratch();
        const changes: Change[] = [];
        for (const one of commands) {
          scratch.clock.now += 61_000;
          changes.push(...scratch.append([{ commands: [one], actor: null }]).commit.changes);
        }
        const moments = prepareMoments(scratch.tables);
        const forgotten = new Map(
          changes.flatMap((change) =>
            change.after === null ? [[change.before.id, change.seq] as const] : [],
          ),
        );
        const told = changes.flatMap(({ before, after }) => {
          const isLeft = after !== null && (forgotten.get(after.id) ?? 0) < after.seq;
          return isLeft ? [{ seq: after.seq, text: JSON.stringify([before, after]) }] : [];
        });
        // Some out of turn, then all on from a place, as whoever goes on and whoever tries again.
        for (const seq of asked) {
          const read = moments.at(seq);
          expect(read === null ? [] : [textOf(read)]).toEqual(
            told.filter((one) => one.seq === seq),
          );
          const { moments: next, to } = moments.after(seq, 100, () => true);
          expect(to).toBe(Math.max(seq, changes.length));
          expect(next.map(textOf)).toEqual(told.filter((one) => one.seq > seq));
        }
      },
    ),
    { numRuns: 60 },
  );
});

function textOf({ event, before, after }: Moment) {
  return { seq: event.seq, text: JSON.stringify([before, after]) };
}

test("no more is read at once than fits, and one at least", () => {
  using scratch = openScratch();
  const long = { description: "x".repeat(1_500_000), fingerprint: null };
  scratch.perform([1, 2, 3].map(() => ({ type: "Report", report: aReport(long) })));
  const moments = prepareMoments(scratch.tables);
  const all = () => true;
  expect(moments.after(0, 3, all)).toMatchObject({ to: 1, moments: [{ event: { seq: 1 } }] });
  expect(moments.after(1, 3, all).to).toBe(2);
});
