import { describe, expect, test } from "vitest";
import { anAlert } from "../../shared/alert.arbitrary.ts";
import type { Alert } from "../../shared/alert.ts";
import type { Page } from "../../shared/page.ts";
import {
  apply,
  canEnter,
  EMPTY_WINDOW,
  enter,
  type FeedWindow,
  grow,
  HELD_IDS,
  land,
  landAfterGap,
  reachesHead,
  rowBelowGap,
  type Update,
  waiting,
  walkOn,
  wants,
} from "./window.ts";

function rows(newest: number, oldest: number): Alert[] {
  return Array.from({ length: newest - oldest + 1 }, (_, i) =>
    anAlert({ id: newest - i, seq: newest - i }),
  );
}

function page(newest: number, oldest: number, ends: Partial<Page> = {}): Page {
  const head = { epoch: "e", seq: 1000 };
  return { alerts: rows(newest, oldest), older: "older", newer: null, head, ...ends };
}

function update(fields: Partial<Update>): Update {
  return { put: [], patch: [], remove: [], to: 2000, ...fields };
}

function ids(window: FeedWindow): number[] {
  return window.rows.map(({ id }) => id);
}

const atHead = land(EMPTY_WINDOW, page(1000, 951), 1000);
const deep = land(EMPTY_WINDOW, page(500, 451, { newer: "newer" }), 1000);

describe("after a time in which updates were missed", () => {
  const head = { epoch: "e", seq: 2000 };
  const missed = { ids: [1300, 1200, 1100], newer: null, head };
  const landed = landAfterGap(deep, page(480, 431, { newer: "newer" }), missed);

  test("the place is read anew and what has arrived is held", () => {
    expect(ids(landed)).toEqual(ids(land(EMPTY_WINDOW, page(480, 431), 480)));
    expect([...landed.held.keys()].toSorted((a, b) => a - b)).toEqual([1100, 1200, 1300]);
    expect(canEnter(landed)).toBe(false);
  });

  test("no row above those that were known comes in with the page", () => {
    const near = landAfterGap(atHead, page(1020, 971, { newer: "newer" }), missed);
    expect(ids(near)[0]).toBe(1000);
    expect(reachesHead(near)).toBe(true);
  });

  test("the place of the gap is where the known rows end, wherever the reader goes", () => {
    expect(rowBelowGap(landed)).toBeNull();
    const back = land(landed, page(1010, 961, { newer: "newer" }), 1300);
    expect(rowBelowGap(back)).toBe(1000);
    expect(
      rowBelowGap(landAfterGap(atHead, page(998, 951, { newer: "newer" }), missed)),
    ).toBeNull();
    expect(rowBelowGap(landAfterGap(atHead, page(998, 951), missed))).toBe(998);
    expect(rowBelowGap(land(EMPTY_WINDOW, page(1010, 961), 1010))).toBeNull();
  });

  test("there is no gap where nothing has arrived", () => {
    expect(landAfterGap(deep, page(480, 431), { ids: [], newer: null, head }).gap).toBeNull();
  });

  test("a page that lies above everything known is landed on as any other", () => {
    const above = landAfterGap(deep, page(1300, 1251), { ...missed, ids: [1300] });
    expect(ids(above)[0]).toBe(1300);
    expect(above.gap).toBeNull();
  });
});

describe("arrivals", () => {
  test("are held and counted until they are let in", () => {
    const held = apply(atHead, update({ put: rows(1003, 1001) }), 1000);
    expect(ids(held)).toEqual(ids(atHead));
    expect(held.held.size).toBe(3);

    const entered = enter(held);
    expect(ids(entered).slice(0, 4)).toEqual([1003, 1002, 1001, 1000]);
    expect(entered.held.size).toBe(0);
    expect(reachesHead(entered)).toBe(true);
  });

  test("that change or go meanwhile are right when they are let in", () => {
    const held = apply(atHead, update({ put: rows(1002, 1001) }), 1000);
    const changed = apply(
      held,
      update({ patch: [{ id: 1001, seq: 1500, title: "now" }], remove: [1002] }),
      1000,
    );
    expect(changed.held.size).toBe(1);
    expect(enter(changed).rows[0]).toMatchObject({ id: 1001, title: "now" });
  });

  test("beyond what is kept are counted, and need a page to be shown", () => {
    const many = apply(atHead, update({ put: rows(1300, 1001) }), 1000);
    expect(many.held.size).toBe(300);
    expect(canEnter(many)).toBe(false);
    expect(enter(many)).toBe(many);
    expect(apply(many, update({ remove: [1300, 1001] }), 1000).held.size).toBe(298);
  });

  test("are counted up to a bound", () => {
    const flood = apply(atHead, update({ put: rows(1000 + HELD_IDS + 5, 1001) }), 1000);
    expect(flood.held.size).toBe(HELD_IDS);
  });

  test("do not enter where rows between them and the window are missing", () => {
    const held = apply(deep, update({ put: rows(1001, 1001) }), 500);
    expect(held.held.size).toBe(1);
    expect(canEnter(held)).toBe(false);
  });

  test("that a landing on the head has shown are held no longer", () => {
    const held = apply(atHead, update({ put: rows(1003, 1001) }), 1000);
    expect([...land(held, page(1002, 953), 0).held.keys()]).toEqual([1003]);
  });
});

describe("an update", () => {
  test("puts an old row where it belongs, and leaves it out where that is not in the window", () => {
    const [gone] = rows(980, 980);
    const without = apply(atHead, update({ remove: [980] }), 1000);
    expect(ids(without)).not.toContain(980);
    const back = apply(without, update({ put: [...rows(980, 980), ...rows(7, 7)] }), 1000);
    expect(back.rows).toContainEqual(gone);
    expect(ids(back)).toEqual(ids(atHead));
  });

  test("that is older than the row changes nothing", () => {
    const newer = apply(atHead, update({ put: [anAlert({ id: 980, seq: 3000 })] }), 1000);
    const stale = update({ put: rows(980, 980), patch: [{ id: 980, seq: 2900, title: "old" }] });
    expect(apply(newer, stale, 1000).rows).toEqual(newer.rows);
    expect(apply(newer, update({ remove: [980], to: 2999 }), 1000).rows).toEqual(newer.rows);
    expect(ids(apply(newer, update({ remove: [980], to: 3000 }), 1000))).not.toContain(980);
  });

  test("keeps the rows that it does not touch as they are", () => {
    const patched = apply(atHead, update({ patch: [{ id: 980, seq: 1500, title: "x" }] }), 1000);
    const same = patched.rows.filter((row, i) => row === atHead.rows[i]);
    expect(same).toHaveLength(49);
  });
});

describe("a page", () => {
  test("that no longer touches the window is dropped", () => {
    expect(grow(atHead, "older", 900, page(899, 850), 1000)).toBe(atHead);
  });

  test("beside deleted rows leaves no hole", () => {
    const grown = grow(deep, "newer", 500, page(560, 511, { newer: "newer" }), 500);
    expect(grown).toMatchObject({ from: 451, to: 560 });
  });

  test("stops at the newest row known: what is newer arrives through the socket", () => {
    const grown = grow(deep, "newer", 500, { ...page(1010, 961), newer: null }, 500);
    expect(grown.to).toBe(1000);
    expect(ids(grown)[0]).toBe(1000);
  });

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
            const [newest, oldest] =
              side === "older" ? [edge - 1, edge - 50] : [edge + 50, edge + 1];
            const ends = { older: oldest <= 1 ? null : "older" };
            window = grow(window, side, edge, page(newest, Math.max(oldest, 1), ends), centre);
            pages += 1;
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
      // Were they fetched row by row there would be hundreds.
      expect(pages).toBeLessThanOrEqual((2 * total) / 25);
    },
  );
});

test("the last page shows where the feed begins", () => {
  const all = land(EMPTY_WINDOW, page(3, 1, { older: null }), 3);
  expect(all.from).toBe(0);
  expect(wants(all, "older", 1)).toBe(false);
  expect(land(EMPTY_WINDOW, page(0, 1, { older: null }), 0)).toEqual(EMPTY_WINDOW);
});

describe("a row that is put above all that are known", () => {
  const received = (id: number, second: number) =>
    anAlert({ id, seq: 1500 + id, receivedAt: `2026-01-01T00:00:0${second}.000Z` });
  const toldUntil = Date.parse("2026-01-01T00:00:05.000Z");

  test("is new where it arrived later than what has been told, else it only matches now", () => {
    const put = [received(1003, 6), received(1002, 5), received(1001, 4)];
    const window = apply(deep, update({ put, toldUntil }), 475);
    expect([...window.held.keys()]).toEqual([1003, 1002, 1001]);
    expect(waiting(window)).toEqual({ arrived: 2, returned: 1 });
  });

  test("stays what it is while it changes, and is forgotten when it goes", () => {
    const put = [received(1002, 6), received(1001, 4)];
    const first = apply(deep, update({ put, toldUntil }), 475);
    const again = apply(first, update({ put, toldUntil: Infinity }), 475);
    expect(waiting(again)).toEqual({ arrived: 1, returned: 1 });
    const gone = apply(again, update({ remove: [1001], to: 9000 }), 475);
    expect(waiting(gone)).toEqual({ arrived: 1, returned: 0 });
    expect(waiting(walkOn(again))).toEqual({ arrived: 0, returned: 0 });
    expect(waiting(land(again, page(1002, 953), 1002))).toEqual({ arrived: 0, returned: 0 });
  });

  test("comes in as others do", () => {
    const window = apply(atHead, update({ put: [received(1001, 4)], toldUntil }), 1000);
    expect(ids(enter(window))[0]).toBe(1001);
    expect(waiting(enter(window))).toEqual({ arrived: 0, returned: 0 });
  });
});

describe("walkOn", () => {
  test("puts what is held within reach of scrolling", () => {
    const waiting = apply(deep, update({ put: rows(1003, 1001) }), 475);
    expect(waiting.held.size).toBe(3);
    const walked = walkOn(waiting);
    expect([walked.known, walked.held.size]).toEqual([1003, 0]);
    expect(ids(walked)).toEqual(ids(deep));
  });

  test("of a window at the head leaves it short of the head, so that a page is wanted", () => {
    const walked = walkOn(apply(atHead, update({ put: rows(1003, 1001) }), 1000));
    expect(reachesHead(walked)).toBe(false);
    expect(wants(walked, "newer", 1000)).toBe(true);
    const grown = grow(walked, "newer", 1000, page(1003, 1001), 1000);
    expect(reachesHead(grown)).toBe(true);
    expect(ids(grown).slice(0, 4)).toEqual([1003, 1002, 1001, 1000]);
  });
});
