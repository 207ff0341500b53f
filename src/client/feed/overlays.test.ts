import { expect, test } from "vitest";
import type { Alert } from "../../domain/alert.ts";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { createOverlays } from "./overlays.ts";
import type { Pending } from "./pending.ts";

const rows = [anAlert({ id: 2, seq: 2 }), anAlert({ id: 1, seq: 1 })];

function sets(alertId: number, fields: Partial<Alert>): Pending {
  return { alertId, change: (alert) => ({ ...alert, ...fields }) };
}

test("rows show what was done to them until that is settled or taken back", () => {
  const overlays = createOverlays();
  const pending = sets(1, { status: "acknowledged" });
  overlays.add(pending);
  expect(overlays.over(rows, {}).map(({ status }) => status)).toEqual(["firing", "acknowledged"]);
  expect(overlays.over(rows, {})[0]).toBe(rows[0]);
  overlays.refused(pending);
  expect(overlays.over(rows, {})).toBe(rows);
});

test("what is refused takes nothing else back", () => {
  const overlays = createOverlays();
  const [first, second] = [sets(1, { status: "acknowledged" }), sets(1, { status: "resolved" })];
  for (const pending of [first, second]) overlays.add(pending);
  overlays.refused(first);
  expect(overlays.over(rows, {})[1]?.status).toBe("resolved");
  overlays.refused(second);
  expect(overlays.over(rows, {})).toBe(rows);
});

test("an answer ends what was sent to the same alert before, and stays until all before it came", () => {
  const overlays = createOverlays();
  const [first, other, second, third] = [
    sets(1, { title: "First" }),
    sets(2, { title: "Other" }),
    sets(1, { status: "acknowledged" }),
    sets(1, { severity: "critical" }),
  ];
  for (const pending of [first, other, second, third]) overlays.add(pending);
  const answer = anAlert({ id: 1, seq: 5, title: "As answered" });
  overlays.done(second, answer);
  const otherRow = { ...rows[0], title: "Other" };
  expect(overlays.over(rows, {})).toEqual([otherRow, { ...answer, severity: "critical" }]);
  const later = anAlert({ id: 1, seq: 6, title: "Later" });
  expect(overlays.on(later)).toEqual({ ...later, severity: "critical" });
  overlays.heard(4);
  expect(overlays.on(anAlert({ id: 1, seq: 2 })).title).toBe("As answered");
  overlays.heard(5);
  expect(overlays.over(rows, {})).toEqual([otherRow, { ...rows[1], severity: "critical" }]);
});

test("rows that will no longer match are left out at once", () => {
  const overlays = createOverlays();
  overlays.add(sets(2, { deletedAt: "2026-01-01T00:00:00.000Z" }));
  expect(overlays.over(rows, {}).map(({ id }) => id)).toEqual([1]);
  overlays.clear();
  overlays.add(sets(2, { status: "resolved" }));
  expect(overlays.over(rows, { status: ["firing"] }).map(({ id }) => id)).toEqual([1]);
});

test("all of them can be taken back", () => {
  const overlays = createOverlays();
  overlays.add(sets(1, { status: "acknowledged" }));
  overlays.add(sets(2, { status: "resolved" }));
  overlays.clear();
  expect(overlays.over(rows, {})).toBe(rows);
});
