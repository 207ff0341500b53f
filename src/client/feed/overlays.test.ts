import { expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import type { Alert } from "../../domain/alert.ts";
import { EVERYTHING, readFilter } from "../../domain/filter.ts";
import { overlaid } from "./overlays.ts";
import { done, foresee, heard, type Pending, refused } from "./pending.ts";

const rows = [anAlert({ id: 2, seq: 2 }), anAlert({ id: 1, seq: 1 })];

function sets(alertId: number, fields: Partial<Alert>): Pending {
  return { alertId, change: (alert) => ({ ...alert, ...fields }) };
}

test("rows show what was done to them until that is settled or taken back", () => {
  const pending = sets(1, { status: "acknowledged" });
  const shown = overlaid(rows, [pending], EVERYTHING);
  expect(shown.map(({ status }) => status)).toEqual(["firing", "acknowledged"]);
  expect(shown[0]).toBe(rows[0]);
  expect(overlaid(rows, refused([pending], pending), EVERYTHING)).toBe(rows);
});

test("what is refused takes nothing else back", () => {
  const [first, second] = [sets(1, { status: "acknowledged" }), sets(1, { status: "resolved" })];
  const left = refused([first, second], first);
  expect(overlaid(rows, left, EVERYTHING)[1]?.status).toBe("resolved");
  expect(overlaid(rows, refused(left, second), EVERYTHING)).toBe(rows);
});

test("an answer ends what was sent to the same alert before, and stays until all before it came", () => {
  const [first, other, second, third] = [
    sets(1, { title: "First" }),
    sets(2, { title: "Other" }),
    sets(1, { status: "acknowledged" }),
    sets(1, { severity: "critical" }),
  ];
  const answer = anAlert({ id: 1, seq: 5, title: "As answered" });
  const answered = done([first, other, second, third], second, answer);
  const otherRow = { ...rows[0], title: "Other" };
  expect(overlaid(rows, answered, EVERYTHING)).toEqual([
    otherRow,
    { ...answer, severity: "critical" },
  ]);
  const later = anAlert({ id: 1, seq: 6, title: "Later" });
  expect(foresee(later, answered)).toEqual({ ...later, severity: "critical" });
  expect(foresee(anAlert({ id: 1, seq: 2 }), heard(answered, 4)).title).toBe("As answered");
  const left = heard(answered, 5);
  expect(overlaid(rows, left, EVERYTHING)).toEqual([
    otherRow,
    { ...rows[1], severity: "critical" },
  ]);
});

test("rows that will no longer match are left out at once", () => {
  const deleted = sets(2, { deletedAt: "2026-01-01T00:00:00.000Z" });
  expect(overlaid(rows, [deleted], EVERYTHING).map(({ id }) => id)).toEqual([1]);
  const resolved = sets(2, { status: "resolved" });
  expect(
    overlaid(rows, [resolved], readFilter({ status: ["firing"] })).map(({ id }) => id),
  ).toEqual([1]);
});
