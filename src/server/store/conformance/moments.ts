import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { RecordedEvent } from "../../../domain/event.ts";
import type { DeliveryReads } from "../deliveries.ts";
import type { Store } from "../store.ts";
import { opening, subjectOf, valueOf } from "./subject.ts";

const ALL = () => true;

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
