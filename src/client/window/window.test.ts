import { describe, expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { atHead, deep, page, rows, update } from "./window.fixture.ts";
import {
  apply,
  canEnter,
  catchUp,
  EMPTY_WINDOW,
  enter,
  type FeedWindow,
  grow,
  HELD_IDS,
  land,
  landAfterGap,
  reachesHead,
  rowBelowGap,
  walkOn,
} from "./window.ts";

function ids(window: FeedWindow): number[] {
  return window.rows.map(({ id }) => id);
}

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

  test("an earlier gap stays where nothing has arrived since", () => {
    const again = landAfterGap(landed, page(480, 431), { ids: [], newer: null, head });
    expect(again.gap).toEqual({ after: 1000, count: 3 });
    expect(land(again, page(1010, 961, { newer: "newer" }), 1300).gap).toEqual(again.gap);
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

  test("are none of the rows that come to match where the reader has been", () => {
    const put = [...rows(980, 980), ...rows(7, 7)];
    expect(apply(atHead, update({ put }), 1000).held.size).toBe(0);
  });

  test("that are told once more, later than what came after, stay as new as they were", () => {
    const title = (window: FeedWindow) => window.held.get(1001)?.title;
    const now = anAlert({ id: 1001, seq: 1500, title: "now" });
    const held = apply(atHead, update({ put: [now] }), 1000);
    const again = apply(held, update({ put: rows(1001, 1001) }), 1000);
    expect([title(held), title(again)]).toEqual(["now", "now"]);
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
});

describe("a window that has grown beyond what it may hold", () => {
  const full = [450, 400, 350].reduce(
    (window, newest) => grow(window, "older", newest + 1, page(newest, newest - 49), 400),
    deep,
  );

  test("keeps the rows around the centre, as many above as below", () => {
    const [above, below] = [501, 300] as const;
    const up = grow(full, "newer", 500, page(550, above, { newer: "newer" }), 420);
    expect(ids(up)).toEqual(ids(land(EMPTY_WINDOW, page(520, 321), 520)));
    const down = grow(full, "older", 301, page(below, 251), 380);
    expect(ids(down)).toEqual(ids(land(EMPTY_WINDOW, page(480, 281), 480)));
  });

  test("says no more of a side than it has kept there", () => {
    const up = grow(full, "newer", 500, page(550, 501, { newer: "newer" }), 550);
    expect(up).toMatchObject({ from: 351, to: 550 });
    const down = grow(full, "older", 301, page(300, 251), 251);
    expect(down).toMatchObject({ from: 251, to: 450 });
    expect(ids(apply(down, update({ put: rows(460, 460) }), 251))).toEqual(ids(down));
  });
});

describe("a page that is older than updates already applied", () => {
  const titled = update({ to: 1010, patch: [{ id: 440, seq: 1010, title: "now" }] });
  const gone = update({ to: 1020, remove: [445] });
  const back = update({ to: 1030, put: [anAlert({ id: 430, seq: 1030 })] });
  const updates = [titled, gone, back];
  const asRead = { ...page(450, 401), alerts: rows(450, 401).filter(({ id }) => id !== 430) };
  const grown = grow(deep, "older", 451, asRead, 475);

  test("is caught up: nothing comes back that has gone, and nothing is missing or old", () => {
    const caughtUp = catchUp(grown, 1000, updates, 475);
    expect(ids(caughtUp)).toEqual(ids(land(deep, page(500, 401), 0)).filter((id) => id !== 445));
    expect(caughtUp.rows.find(({ id }) => id === 440)).toMatchObject({ seq: 1010, title: "now" });
    expect(caughtUp.rows.find(({ id }) => id === 430)?.seq).toBe(1030);
  });

  test("is caught up from its own moment only", () => {
    const caughtUp = catchUp(grown, 1020, updates, 475);
    expect(ids(caughtUp)).toContain(445);
    expect(ids(caughtUp)).toContain(430);
    expect(catchUp(grown, 1030, updates, 475)).toBe(grown);
  });
});

test("the last page shows where the feed begins", () => {
  const all = land(EMPTY_WINDOW, page(3, 1, { older: null }), 3);
  expect(all.from).toBe(0);
  expect(land(EMPTY_WINDOW, page(0, 1, { older: null }), 0)).toEqual(EMPTY_WINDOW);
});

describe("a page for which the time ran out", () => {
  const searchedTo = (id: number) => ({ id, at: "2026-03-03T00:00:00.000Z" });

  test("says all down to where it came, whatever rows it has", () => {
    const landed = land(EMPTY_WINDOW, page(1000, 991, { searchedTo: searchedTo(700) }), 0);
    expect(landed).toMatchObject({ from: 700, to: 1000, known: 1000 });
    const grown = grow(landed, "older", 700, page(0, 1, { searchedTo: searchedTo(400) }), 991);
    expect(grown).toMatchObject({ from: 400, to: 1000 });
    expect(ids(grown)).toEqual(ids(landed));
    const more = grow(grown, "older", 400, page(20, 20, { older: null }), 991);
    expect([more.from, ids(more).at(-1)]).toEqual([0, 20]);
  });

  test("may have no row at all, and is at the head then", () => {
    const landed = land(EMPTY_WINDOW, page(0, 1, { searchedTo: searchedTo(700) }), 0);
    expect(reachesHead(landed)).toBe(true);
    const found = grow(landed, "older", 700, page(650, 650, { searchedTo: searchedTo(600) }), 0);
    expect(ids(found)).toEqual([650]);
    expect(ids(enter(apply(found, update({ put: rows(1001, 1001) }), 650)))).toEqual([1001, 650]);
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

  test("of a window at the head leaves it short of the head, which a page then reaches", () => {
    const walked = walkOn(apply(atHead, update({ put: rows(1003, 1001) }), 1000));
    expect(reachesHead(walked)).toBe(false);
    const grown = grow(walked, "newer", 1000, page(1003, 1001), 1000);
    expect(reachesHead(grown)).toBe(true);
    expect(ids(grown).slice(0, 4)).toEqual([1003, 1002, 1001, 1000]);
  });
});
