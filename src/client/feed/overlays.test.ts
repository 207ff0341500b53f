import { expect, test } from "vitest";
import { anAlert } from "../../shared/alert.arbitrary.ts";
import { createOverlays } from "./overlays.ts";

const rows = [anAlert({ id: 2, seq: 2 }), anAlert({ id: 1, seq: 1 })];

test("rows show what was done to them until that is settled or taken back", () => {
  const overlays = createOverlays();
  overlays.set(1, { status: "acknowledged" });
  expect(overlays.over(rows, {}).map(({ status }) => status)).toEqual(["firing", "acknowledged"]);
  expect(overlays.over(rows, {})[0]).toBe(rows[0]);
  overlays.set(1, null);
  expect(overlays.over(rows, {})).toBe(rows);
});

test("rows that will no longer match are left out at once", () => {
  const overlays = createOverlays();
  overlays.set(2, { deletedAt: "2026-01-01T00:00:00.000Z" });
  expect(overlays.over(rows, {}).map(({ id }) => id)).toEqual([1]);
  overlays.set(2, { status: "resolved" });
  expect(overlays.over(rows, { status: ["firing"] }).map(({ id }) => id)).toEqual([1]);
});

test("all of them can be taken back", () => {
  const overlays = createOverlays();
  overlays.set(1, { status: "acknowledged" });
  overlays.set(2, { status: "resolved" });
  overlays.clear();
  expect(overlays.over(rows, {})).toBe(rows);
});
