import { expect, test } from "vitest";
import type { Alert } from "../../domain/alert.ts";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { done, foresee, heard, type Pending, type PendingList, refused } from "./pending.ts";

const [ONE, TWO] = [anAlert({ id: 1, seq: 1 }), anAlert({ id: 2, seq: 1 })];

function sets(alertId: number, fields: Partial<Alert>): Pending {
  return { alertId, change: (alert) => ({ ...alert, ...fields }) };
}

/** All that was done is answered, and nothing was told since. */
function answered(...answers: Alert[]): PendingList {
  return answers.reduce<PendingList>((list, answer) => {
    const pending = sets(answer.id, {});
    return done([...list, pending], pending, answer);
  }, []);
}

test("a row is foreseen with all that is pending of it, in its order, and nothing else", () => {
  const list = [
    sets(1, { title: "first", severity: "error" }),
    sets(2, { status: "resolved" }),
    sets(1, { title: "second" }),
  ];
  expect(foresee(ONE, list)).toEqual({ ...ONE, title: "second", severity: "error" });
  expect(foresee(TWO, list)).toEqual({ ...TWO, status: "resolved" });
});

test("what is refused alone is taken back", () => {
  const [first, second] = [sets(1, { title: "first" }), sets(1, { severity: "error" })];
  expect(foresee(ONE, refused([first, second], first))).toEqual({ ...ONE, severity: "error" });
});

test("an answer ends what was sent to its alert before, not what came after or is of others", () => {
  const [first, other, second, third] = [
    sets(1, { title: "first" }),
    sets(2, { title: "other" }),
    sets(1, { status: "acknowledged" }),
    sets(1, { severity: "critical" }),
  ];
  const answer = anAlert({ id: 1, seq: 5, description: "as answered" });
  const list = done([first, other, second, third], second, answer);
  expect(foresee(ONE, list)).toEqual({ ...answer, severity: "critical" });
  const later = anAlert({ id: 1, seq: 6, title: "later" });
  expect(foresee(later, list)).toEqual({ ...later, severity: "critical" });
  expect(foresee(TWO, list)).toEqual({ ...TWO, title: "other" });
});

test("an answer to what is no longer pending says nothing", () => {
  const list = [sets(1, { title: "first" })];
  expect(done(list, sets(1, { title: "first" }), anAlert({ id: 1, seq: 5 }))).toBe(list);
});

test("an answer never takes the place of what is newer", () => {
  const list = answered(anAlert({ id: 1, seq: 5, title: "as answered" }));
  expect(foresee(ONE, list).title).toBe("as answered");
  for (const seq of [5, 6]) {
    const told = anAlert({ id: 1, seq, title: "as told" });
    expect(foresee(told, list)).toBe(told);
  }
});

test("each answer stays until all was told that happened up to it, and no longer", () => {
  const list = answered(anAlert({ id: 1, seq: 5 }), anAlert({ id: 2, seq: 6 }));
  const left = (to: number) => heard(list, to).map(({ alertId }) => alertId);
  expect([4, 5, 6].map(left)).toEqual([[1, 2], [2], []]);
  const unanswered = [sets(1, { title: "first" })];
  expect(heard(unanswered, 1000)).toEqual(unanswered);
});
