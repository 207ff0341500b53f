import fc from "fast-check";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Command } from "../../../domain/command.ts";
import type { Change } from "../../../domain/diff.ts";
import type { RecordedEvent } from "../../../domain/event.ts";
import type { DeliveryReads } from "../deliveries.ts";
import type { Moment } from "../moments.ts";
import type { Store } from "../store.ts";
import { opening, subjectOf, valueOf } from "./subject.ts";

const ALL = () => true;

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
    .map(opening),
  fc.record({
    type: fc.constantFrom("Acknowledge" as const, "Delete" as const, "Restore" as const),
    id,
  }),
  fc.record({ type: fc.constant("Note" as const), id, note: fc.constantFrom("n", "ß") }),
  fc.record({ type: fc.constant("Forget" as const), id }),
);

/** The same of the alerts of one run: those before it had so many. */
function ofRun(command: Command, before: number): Command {
  if (command.type !== "Report") return { ...command, id: command.id + before };
  const { report } = command;
  return { ...command, report: { ...report, fingerprint: `${report.fingerprint} ${before}` } };
}

/** What is to be told of what was committed, but for what was removed for good since. */
function toldOf(changes: readonly Change[]) {
  const forgotten = new Map(
    changes.flatMap((change) =>
      change.after === null ? [[change.before.id, change.seq] as const] : [],
    ),
  );
  return changes.flatMap(({ before, after }) => {
    const isLeft = after !== null && (forgotten.get(after.id) ?? 0) < after.seq;
    return isLeft ? [{ seq: after.seq, text: JSON.stringify([before, after]) }] : [];
  });
}

function textOf({ event, before, after }: Moment) {
  return { seq: event.seq, text: JSON.stringify([before, after]) };
}

/** What whoever sends must find in the log. `read` opens it for reading beside the store just opened. */
export function describeMoments(
  name: string,
  open: () => Promise<Store>,
  read: () => DeliveryReads,
): void {
  describe(name, () => {
    const { store, execute, fill } = subjectOf(open);
    let reads: DeliveryReads | null = null;
    beforeEach(() => {
      const opened = read();
      onTestFinished(() => opened.close());
      reads = opened;
    });

    function moments() {
      if (reads === null) throw new Error("No test is running.");
      return reads.moments;
    }

    test("each event has the alert as it was before it and after", async () => {
      await execute(opening(), { type: "Acknowledge", id: 1 }, { type: "Note", id: 1, note: "n" });
      const after = await store().alert(1);
      const read = valueOf(
        await moments().after(0, 10, ({ type }) => type !== "AlertAcknowledged"),
      );
      expect(read).toMatchObject({
        to: 3,
        moments: [
          { event: { seq: 1, type: "AlertOpened" }, before: null, after: { status: "firing" } },
          { event: { seq: 3, data: { text: "n" } }, before: { seq: 2, status: "acknowledged" } },
        ],
      });
      expect(read.moments[1]?.after).toEqual(after);
      expect(valueOf(await moments().at(3))).toEqual(read.moments[1]);
      expect(valueOf(await moments().at(4))).toBeNull();
    });

    test("each event has the alert as it was, in whatever order they are asked for", async () => {
      const changes: Change[] = [];
      store().onCommit((commit) => changes.push(...commit.changes));
      await fc.assert(
        fc.asyncProperty(
          fc.array(command, { minLength: 1, maxLength: 30 }),
          fc.array(fc.nat(40), { minLength: 1, maxLength: 8 }),
          async (commands, asked) => {
            const start = changes.length;
            const before = Math.max(0, ...changes.flatMap(({ after }) => after?.id ?? []));
            await execute(...commands.map((one) => ofRun(one, before)));
            const told = toldOf(changes);
            // Some out of turn, then all on from a place, as whoever goes on and whoever tries again.
            for (const seq of asked.map((place) => start + place)) {
              const read = valueOf(await moments().at(seq));
              expect(read === null ? [] : [textOf(read)]).toEqual(
                told.filter((one) => one.seq === seq),
              );
              const next = valueOf(await moments().after(seq, 100, ALL));
              expect(next.to).toBe(Math.max(seq, changes.length));
              expect(next.moments.map(textOf)).toEqual(told.filter((one) => one.seq > seq));
            }
          },
        ),
        { numRuns: 12 },
      );
    });

    test("of what was removed for good there is none, and the way leads over it", async () => {
      await execute(opening(), opening(), { type: "Delete", id: 1 });
      expect(valueOf(await moments().at(1))).not.toBeNull();
      await execute({ type: "Forget", id: 1 });
      const { moments: left, to } = valueOf(await moments().after(0, 10, ALL));
      expect([left.map(({ event }) => event.seq), to]).toEqual([[2], 4]);
      expect(valueOf(await moments().at(1))).toBeNull();
      expect(valueOf(await moments().at(4))).toBeNull();
    });

    test("no more events are read than that, nor text than fits, and one at least", async () => {
      await fill(3);
      const wanted: number[] = [];
      const note = ({ seq }: RecordedEvent) => wanted.push(seq) > 0;
      expect(valueOf(await moments().after(1, 1, note)).to).toBe(2);
      expect(wanted).toEqual([2]);
      expect(valueOf(await moments().after(3, 9, ALL))).toEqual({ moments: [], to: 3 });
      await fill(3, { description: "x".repeat(1_500_000) });
      expect(valueOf(await moments().after(3, 9, ALL)).to).toBe(4);
      // What nobody wants takes no room.
      expect(valueOf(await moments().after(0, 3, () => false))).toEqual({ moments: [], to: 3 });
    });
  });
}
