import { expect, test } from "vitest";
import { beginOperation, type Operation } from "../../domain/operation.ts";
import { deedOf } from "./bulk-deed.ts";

const DEED = {
  act: { action: "resolve" },
  epoch: "this",
  alerts: 3,
  spans: [{ from: 4, to: 6 }],
} as const;

/** A bulk that has changed something. */
function aBulk(fields: Partial<Operation>) {
  const begun = beginOperation("bulk", "2026-01-01T00:00:00.000Z");
  return { id: 1, ...begun, result: { deed: DEED }, ...fields };
}

test.each(["done", "cancelled", "failed"] as const)("of one that is %s", (state) => {
  expect(deedOf(aBulk({ state }), [])).toEqual({ ok: true, value: DEED });
});

test.each([
  ["one that is under way", {}],
  ["one that has changed nothing", { state: "done", result: { deed: { ...DEED, alerts: 0 } } }],
  ["one of which nothing was kept", { state: "failed", result: null }],
  ["one that was kept by a version before", { state: "done", result: { done: 3 } }],
  ["another kind", { kind: "undo", state: "done" }],
] as const)("nothing of %s", (_, fields) => {
  expect(deedOf(aBulk(fields), [])).toMatchObject({ problem: { code: "operation-not-undoable" } });
});

test.each([
  ["an undo that has come to its end", { kind: "undo", result: { of: 1 } }, false],
  ["an undo that has not", { kind: "undo", state: "cancelled", result: null }, true],
  ["an undo of another one", { kind: "undo", result: { of: 2 } }, true],
  ["a bulk", { result: { of: 1 } }, true],
] as const)("after %s it can be taken back: %s", (_, fields, isUndoable) => {
  const other = { ...aBulk({ state: "done" }), id: 3, ...fields };
  expect(deedOf(aBulk({ state: "done" }), [other]).ok).toBe(isUndoable);
});
