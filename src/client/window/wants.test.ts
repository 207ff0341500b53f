import { expect, test } from "vitest";
import { wants } from "./wants.ts";
import { EMPTY_WINDOW, grow, land, apply, walkOn } from "./window.ts";
import { atHead, deep, page, rows, update } from "./window.fixture.ts";

test("is wanted only where its rows would stay", () => {
  let window = deep;
  for (let edge = 451; edge > 251; edge -= 50) {
    window = grow(window, "older", edge, page(edge - 1, edge - 50), 400);
  }
  expect(window.rows).toHaveLength(200);
  expect(wants(window, "older", 400)).toBe(false);
  expect(wants(window, "newer", 400)).toBe(false);
  expect(wants(window, "older", window.from)).toBe(true);
  expect(wants(window, "newer", window.to)).toBe(true);
  expect(wants(atHead, "newer", 1000)).toBe(false);
});

test.each([1, 14, 40, 66, 75, 96])(
  "comes before a screen of %i rows sees an end, and is mostly kept, all the way and back",
  (screen) => {
    const total = 1000;
    let window = land(EMPTY_WINDOW, page(total, total - 49), total);
    let pages = 0;
    /** Steps the screen by a row, with what the page then asks for. */
    const look = (top: number): void => {
      const centre = top - Math.floor(screen / 2);
      for (const side of ["older", "newer"] as const) {
        while (wants(window, side, centre)) {
          const edge = side === "older" ? window.from : window.to;
          const [newest, oldest] = side === "older" ? [edge - 1, edge - 50] : [edge + 50, edge + 1];
          const ends = { older: oldest <= 1 ? null : "older" };
          window = grow(window, side, edge, page(newest, Math.max(oldest, 1), ends), centre);
          pages += 1;
          // Were they fetched row by row there would be hundreds, and some for ever.
          expect(pages).toBeLessThanOrEqual((2 * total) / 25);
        }
      }
      expect(window.rows.length).toBeLessThanOrEqual(200);
      const bottom = top - screen + 1;
      expect(window.rows.some(({ id }) => id === top)).toBe(true);
      expect(window.rows.some(({ id }) => id === Math.max(bottom, 1))).toBe(true);
      // A good margin of rows out of sight, wherever there are any.
      expect(window.from).toBeLessThanOrEqual(Math.max(bottom - 25, 1));
      expect(window.to).toBeGreaterThanOrEqual(Math.min(top + 25, total));
    };
    for (let top = total; top >= screen; top--) look(top);
    expect(window.from).toBe(0);
    for (let top = screen; top <= total; top++) look(top);
    expect(window.to).toBe(total);
  },
);

test("there is none beyond the first alert", () => {
  const all = land(EMPTY_WINDOW, page(3, 1, { older: null }), 3);
  expect(wants(all, "older", 1)).toBe(false);
});

test("one is wanted where the reader walks up to what was held", () => {
  const walked = walkOn(apply(atHead, update({ put: rows(1003, 1001) }), 1000));
  expect(wants(walked, "newer", 1000)).toBe(true);
});
