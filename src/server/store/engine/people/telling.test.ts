import fc from "fast-check";
import { expect, test } from "vitest";
import type { Changed } from "../../people.ts";
import { createTelling } from "./telling.ts";

const changed = (id: number): Changed => ({ users: [id], sessions: [], keys: [] });
const noted = (id: number) => ({ id, changed: changed(id) });

/** Entries are written in order; an answer comes for some of them, and looks come in between. */
const historyArbitrary = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant("write" as const), isOurs: fc.boolean(), says: fc.boolean() }),
    fc.record({ type: fc.constant("answer" as const) }),
    fc.record({ type: fc.constant("look" as const) }),
  ),
  { maxLength: 40 },
);

test("each entry is told of once, ours before it is answered, another's by the next look", () => {
  fc.assert(
    fc.property(historyArbitrary, fc.nat({ max: 3 }), (history, seen) => {
      const told: number[] = [];
      const telling = createTelling(seen, ({ users }) => told.push(...users));
      const written: { readonly id: number; readonly says: boolean }[] = [];
      const unanswered: number[] = [];
      for (const step of history) {
        if (step.type === "write") {
          const id = seen + written.length + 1;
          written.push({ id, says: step.says });
          if (step.isOurs && step.says) unanswered.push(id);
        } else if (step.type === "answer") {
          const id = unanswered.shift();
          if (id === undefined) continue;
          telling.answered([noted(id)]);
          expect(told).toContain(id);
        } else {
          const after = written.filter(({ id, says }) => says && id > telling.seen());
          telling.found(
            after.map(({ id }) => noted(id)),
            written.at(-1)?.id ?? seen,
          );
          for (const { id, says } of written) expect(told.includes(id)).toBe(says);
        }
        expect(new Set(told).size).toBe(told.length);
      }
    }),
  );
});

test("what comes after the database was set back is told of, whatever its number", () => {
  const told: number[] = [];
  const telling = createTelling(4, ({ users }) => told.push(...users));
  telling.answered([noted(6)]);
  telling.found([noted(5), noted(6)], 6);
  telling.found([], 3);
  telling.answered([noted(4)]);
  telling.found([noted(4), noted(5)], 5);
  expect(told).toEqual([6, 5, 4, 5]);
});
