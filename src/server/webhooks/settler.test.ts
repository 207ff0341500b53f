import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { attempt } from "../store/conformance/webhook.ts";
import type { Settlement } from "../store/webhooks.ts";
import { type After, newHealth } from "./schedule.ts";
import { createSettler, gather, type Gathering } from "./settler.ts";

const FAULT = new Error("A fault.");

function settlement(seq: number): Settlement {
  const ended = { outcome: "delivered", status: 200, retryAfter: null } as const;
  return {
    webhook: 1,
    seq,
    attempt: attempt({ eventSeq: seq }),
    ended: { ...ended, attempt: 1, firstAt: 0, finals: [] },
    now: 0,
    random: 0.5,
  };
}

/** Tells by its time which attempt it is of. */
function afterOf({ seq }: Settlement): After {
  return { health: newHealth(0), next: { type: "retry", due: seq }, isBack: false };
}

/** A store that answers each write when the test says so. */
function heldStore() {
  const writes: { readonly seqs: number[]; readonly end: (isKept: boolean) => void }[] = [];
  const settler = createSettler((settlements) => {
    const { promise, resolve } = Promise.withResolvers<After[] | null>();
    const end = (isKept: boolean) => resolve(isKept ? settlements.map(afterOf) : null);
    writes.push({ seqs: settlements.map(({ seq }) => seq), end });
    return promise;
  });
  return { settler, writes };
}

test("each attempt is written once, in order, at once where none is under way, else with all that wait", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean()), (steps) => {
      let gathering: Gathering<number> = { written: [], gathered: [] };
      const begun: number[] = [];
      let [ended, kept] = [0, 0];
      for (const isEnd of steps) {
        const { written } = gathering;
        if (!isEnd && written.length === 0) continue;
        if (isEnd) gathering = gather(gathering, { type: "ended", one: ended++ });
        else {
          gathering = gather(gathering, { type: "written" });
          kept += written.length;
          // None is left for a later write.
          expect(gathering.gathered).toEqual([]);
        }
        if (gathering.written !== written) begun.push(...gathering.written);
        expect(gathering.written.length > 0).toBe(ended > kept);
        expect([...begun, ...gathering.gathered]).toEqual(
          Array.from({ length: ended }, (_, n) => n),
        );
      }
    }),
  );
});

test("each gets its own answer, whatever gathers while the store is busy", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ more: fc.nat({ max: 5 }), isKept: fc.boolean() }), { maxLength: 8 }),
      async (rounds) => {
        const { settler, writes } = heldStore();
        const expected: (number | null)[] = [];
        const answers: Promise<After | null>[] = [];
        let [open, waiting, seq]: [number[], number[], number] = [[], [], 0];
        async function end(isKept: boolean): Promise<void> {
          const write = writes.at(-1);
          expect(write?.seqs).toEqual(open);
          write?.end(isKept);
          expected.push(...open.map((one) => (isKept ? one : null)));
          [open, waiting] = [waiting, []];
          await setImmediate();
        }
        for (const { more, isKept } of rounds) {
          for (let left = more; left > 0; left -= 1) {
            answers.push(settler.settle(settlement(++seq)));
            if (open.length === 0) open = [seq];
            else waiting.push(seq);
          }
          if (open.length > 0) await end(isKept);
        }
        while (open.length > 0) await end(true);
        const told = (await Promise.all(answers)).map((after) =>
          after?.next.type === "retry" ? after.next.due : null,
        );
        expect(told).toEqual(expected);
      },
    ),
    { numRuns: 30 },
  );
});

test("a fault of one is told to that one alone, and the others beside it are kept", async () => {
  const kept: number[] = [];
  const settler = createSettler(async (settlements) => {
    if (settlements.some(({ seq }) => seq === 3)) throw FAULT;
    kept.push(...settlements.map(({ seq }) => seq));
    return settlements.map(afterOf);
  });
  const answers = [1, 2, 3, 4].map((seq) => settler.settle(settlement(seq)));
  expect(await Promise.allSettled(answers)).toMatchObject([
    { status: "fulfilled", value: { next: { due: 1 } } },
    { status: "fulfilled", value: { next: { due: 2 } } },
    { status: "rejected", reason: FAULT },
    { status: "fulfilled", value: { next: { due: 4 } } },
  ]);
  expect(kept).toEqual([1, 2, 4]);
  expect(await settler.settle(settlement(5))).toEqual(afterOf(settlement(5)));
});
