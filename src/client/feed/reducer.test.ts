import { describe, expect, test } from "vitest";
import { OPERATOR } from "../../domain/actor.ts";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import type { Alert } from "../../domain/alert.ts";
import { ME } from "../../domain/filter.ts";
import type { Page } from "../../protocol/page.ts";
import { page, rows, update } from "../window/window.fixture.ts";
import type { FeedEffect, FeedEvent, Stance } from "./feed-event.ts";
import { extentOf, type FeedState, openFeed, shownRows } from "./feed-state.ts";
import type { Pending } from "./pending.ts";
import { reduce } from "./reducer.ts";

const AT_TOP: Stance = { centre: 1000, isAtTop: true, isHandOn: false, hasHandRested: true };
const DEEP: Stance = { ...AT_TOP, centre: 980, isAtTop: false };
const AFTERWARDS = "2026-01-02T00:00:00.000Z";

/** Rows 1000 to 951 at the head, read at event 1000. */
const HEAD = openFeed(
  { page: { ok: true, value: page(1000, 951) }, newest: 0, now: "" },
  {},
  OPERATOR,
);

function after(state: FeedState, ...events: readonly FeedEvent[]) {
  let effects: readonly FeedEffect[] = [];
  let next = state;
  for (const event of events) [next, effects] = reduce(next, event);
  return { state: next, effects, ids: shownRows(next).map(({ id }) => id) };
}

const arrival = (id: number, at = AT_TOP): FeedEvent => {
  return { type: "updated", updates: [update({ put: rows(id, id), to: id })], at };
};
const removal = (id: number, to: number, at = AT_TOP): FeedEvent => {
  return { type: "updated", updates: [update({ remove: [id], to })], at };
};
const types = (effects: readonly FeedEffect[]) => effects.map(({ type }) => type);

test("an arrival enters at the head, and is held anywhere else and under the hand", () => {
  expect(after(HEAD, arrival(1001)).ids[0]).toBe(1001);
  for (const at of [DEEP, { ...AT_TOP, isHandOn: true }]) {
    const { state, ids, effects } = after(HEAD, arrival(1001, at));
    expect([ids[0], extentOf(state).waiting.arrived]).toEqual([1000, 1]);
    expect(effects.at(-1)).toEqual({ type: "show" });
  }
});

test("updates that come together are taken one by one and shown once, where the last of them leads to", () => {
  const put = (newest: number, oldest: number) => update({ put: rows(newest, oldest), to: newest });
  // More than are kept while they are held.
  const updates = [put(1150, 1001), put(1300, 1151), update({ remove: [1300], to: 1301 })];
  const { state, ids, effects } = after(HEAD, { type: "updated", updates, at: AT_TOP });
  expect([ids[0], ids.length, state.heard]).toEqual([1299, 199, 1301]);
  expect(types(effects)).toEqual(["tell", "tell", "tell", "show"]);
  expect(effects.at(-1)).toEqual({ type: "show", landing: "top" });
  expect(extentOf(state).waiting.arrived).toBe(0);
});

test("of what comes together none is marked as new", () => {
  const updates = [rows(1001, 1001), rows(1002, 1002)].map((put) => update({ put }));
  expect(after(HEAD, { type: "updated", updates, at: AT_TOP }).state.entered.size).toBe(0);
  expect(after(HEAD, arrival(1001)).state.entered.size).toBe(1);
});

test("while the reader pauses nothing enters by itself, not even what is looked at later", () => {
  const toggle: FeedEvent = { type: "pause-toggled", isAtTop: true };
  const looked: FeedEvent = { type: "looked", at: AT_TOP };
  const paused = after(HEAD, toggle, arrival(1001), looked, { type: "met" });
  expect([paused.ids[0], extentOf(paused.state).waiting.arrived]).toEqual([1000, 1]);
  expect(after(paused.state, toggle).ids[0]).toBe(1001);
});

test("an arrival that has left the window is no longer marked when it comes back", () => {
  const near = (side: "older" | "newer", centre: number): FeedEvent => {
    return { type: "neared", side, centre };
  };
  const paged = (side: "older" | "newer", newest: number, oldest: number): FeedEvent => {
    const answer = page(newest, oldest, { head: { epoch: "e", seq: 1001 } });
    return { type: "paged", side, page: answer, centre: side === "older" ? oldest : newest };
  };
  let { state } = after(HEAD, arrival(1001));
  expect([...state.entered]).toEqual([1001]);
  for (let oldest = 951; shownRows(state)[0]?.id === 1001; oldest -= 50) {
    state = after(state, near("older", oldest), paged("older", oldest - 1, oldest - 50)).state;
  }
  expect([...state.entered]).toEqual([]);
});

test("of a screenful of arrivals each is marked, of more none", () => {
  const put = (oldest: number, newest: number): FeedEvent => {
    return { type: "updated", updates: [update({ put: rows(newest, oldest) })], at: AT_TOP };
  };
  expect(after(HEAD, put(1001, 1012)).state.entered.size).toBe(12);
  expect(after(HEAD, put(1001, 1013)).state.entered.size).toBe(0);
});

test("a page that is older than an update brings back nothing that has gone since", () => {
  const { state, effects } = after(HEAD, { type: "neared", side: "older", centre: 951 });
  expect(types(effects)).toEqual(["read-page"]);
  const answer = page(950, 901, { head: { epoch: "e", seq: 1000 } });
  const paged: FeedEvent = { type: "paged", side: "older", page: answer, centre: 951 };
  expect(after(state, paged).ids).toContain(940);
  expect(after(state, removal(940, 1001), paged).ids).not.toContain(940);
});

test("a page is read once, and not while the reader goes elsewhere", () => {
  const near: FeedEvent = { type: "neared", side: "older", centre: 951 };
  expect(after(HEAD, near, near).effects).toEqual([]);
  const jump: FeedEvent = { type: "jumped", where: { at: AFTERWARDS }, landingOn: "top" };
  expect(types(after(HEAD, near, jump).effects)).toEqual(["abort", "read-landing"]);
  expect(after(HEAD, jump, near).effects).toEqual([]);
});

test("what one has acknowledged stays among one's own when it is answered, and goes with the rest", () => {
  const mine = { ...HEAD, filter: { acknowledgedBy: [ME] }, me: "user:Mira" as const };
  const settledBy = (acknowledgedBy: string): FeedEvent => {
    const alert = anAlert({ id: 1000, seq: 1001, status: "acknowledged", acknowledgedBy });
    const pending: Pending = { alertId: 1000, change: (before) => before };
    return { type: "settled", alert, asked: "e", pending, at: AT_TOP };
  };
  expect(after(mine, settledBy("user:Mira")).ids[0]).toBe(1000);
  expect(after(mine, settledBy("user:Jon")).ids[0]).toBe(999);
});

test("an answer that comes later than the stream brings back nothing that has gone since", () => {
  const pending: Pending = { alertId: 1000, change: (alert) => ({ ...alert, status: "resolved" }) };
  const alert = anAlert({ id: 1000, seq: 1001, status: "resolved", resolvedAt: AFTERWARDS });
  const expected: FeedEvent = { type: "expected", pending };
  const settled: FeedEvent = { type: "settled", alert, asked: "e", pending, at: AT_TOP };
  expect(shownRows(after(HEAD, expected, settled).state)[0]).toEqual(alert);
  const late = after(HEAD, expected, removal(1000, 1002), settled);
  expect(late.ids[0]).toBe(999);
  // The detail may show an alert of which the stream says nothing.
  expect(types(late.effects)).toEqual(["tell", "show"]);
});

test("after a gap, what was missed waits above the place where it was missed", () => {
  const anchor = { alertId: 980, offset: 20 };
  const reset: FeedEvent = { type: "reset", reason: "too-far", anchor, isAtTop: true };
  const { state, effects } = after(HEAD, reset);
  const read = effects.find((effect) => effect.type === "read-landing");
  expect(read?.journey).toMatchObject({ where: { around: "980" }, missedAfter: 1000 });

  const head = { epoch: "e", seq: 3000 };
  const missed = { ids: [1002, 1001], newer: null, head };
  const read3000 = page(1002, 953, { head });
  const landed = { page: read3000, arrivals: { missed }, since: head };
  const event: FeedEvent = { type: "landed", landed, centre: 980 };
  const arrived = after(state, event);
  expect(arrived.ids[0]).toBe(1000);
  expect(extentOf(arrived.state)).toMatchObject({
    waiting: { arrived: 2 },
    gap: { below: 1000, count: 2 },
  });
  expect(arrived.effects).toEqual([
    { type: "show", landing: anchor },
    { type: "subscribe", since: head, filter: {} },
  ]);

  // Who has gone up to the first of them while the rest was asked for has not missed that one.
  const walked = { ...state, window: { ...state.window, known: 1001 } };
  expect(extentOf(after(walked, event).state).waiting.arrived).toBe(1);
});

test("what failed is asked for again as it was, with what comes from then on", () => {
  const jump: FeedEvent = {
    type: "jumped",
    where: { around: "7" },
    landingOn: { centred: 7 },
    filter: { status: ["firing"] },
  };
  const failed = after(HEAD, jump, { type: "read-failed", read: "landing" }, arrival(1001, DEEP));
  expect(failed.state.reads.landing).toMatchObject({ hasFailed: true, since: [] });
  const again = after(failed.state, { type: "retried", read: "landing", centre: 0 });
  expect(again.effects).toEqual(after(HEAD, jump).effects);
  const seen = after(again.state, arrival(1002, DEEP));
  expect(seen.state.reads.landing?.since.map(({ to }) => to)).toEqual([1002]);
});

test("who jumps again while a filter is being read keeps that filter", () => {
  const filter = { q: "disk" };
  const { effects } = after(
    HEAD,
    { type: "jumped", where: {}, landingOn: "top", filter },
    { type: "went-to-oldest" },
  );
  expect(effects.find((effect) => effect.type === "read-landing")?.journey.filter).toEqual(filter);
});

test("a pause holds what is met at the top, and its end lets it in", () => {
  const toggled: FeedEvent = { type: "pause-toggled", isAtTop: true };
  const held = after(HEAD, toggled, arrival(1001, DEEP), { type: "met" });
  expect([held.ids[0], extentOf(held.state).waiting.arrived]).toEqual([1000, 1]);
  expect(after(held.state, toggled).ids[0]).toBe(1001);
});

test("another database takes what is pending, and what was held, with it", () => {
  const pending: Pending = {
    alertId: 1000,
    change: (alert) => ({ ...alert, deletedAt: AFTERWARDS }),
  };
  const reset: FeedEvent = { type: "reset", reason: "epoch", anchor: null, isAtTop: true };
  const head = { epoch: "other", seq: 5 };
  const landed = { page: page(5, 1, { head, older: null }), arrivals: { newest: 0 }, since: head };
  const { state, ids, effects } = after(
    HEAD,
    { type: "expected", pending },
    arrival(1001, DEEP),
    reset,
    { type: "landed", landed, centre: 0 },
  );
  expect([state.epoch, state.pending, state.window.held.size]).toEqual(["other", [], 0]);
  expect(ids).toEqual([5, 4, 3, 2, 1]);
  expect(types(effects)).toEqual(["show", "subscribe"]);
});

describe("where the oldest row goes, as older alerts do that are removed for good", () => {
  const over = { status: "resolved", resolvedAt: AFTERWARDS } as const;
  const removed = { at: AFTERWARDS, kept: "90d" };

  /** Rows 60 to 11, which end the list, the oldest of them in that state. */
  function ended(oldest: Partial<Alert>): FeedState {
    const read = page(60, 11, { older: null });
    const alerts = read.alerts.map((row) => (row.id === 11 ? { ...row, ...oldest } : row));
    const opening = { page: { ok: true, value: { ...read, alerts } }, newest: 0, now: "" } as const;
    return openFeed(opening, {}, OPERATOR);
  }

  test("it is asked what the end is now, and that is told", () => {
    const { state, effects } = after(ended(over), removal(11, 1001, { ...DEEP, centre: 20 }));
    expect(extentOf(state).older).toBe(true);
    expect(effects).toContainEqual(expect.objectContaining({ type: "read-page", side: "older" }));
    const answer = { ...page(0, 1, { older: null, head: { epoch: "e", seq: 1001 } }), removed };
    const paged = { type: "paged", side: "older", page: answer, centre: 20 } as const;
    const told = extentOf(after(state, paged).state);
    expect(told).toMatchObject({ older: false, removed });
  });

  test.each<[Partial<Alert>, number]>([
    [{}, 11],
    [over, 12],
  ])("not where it goes for another reason: %j, %i", (oldest, id) => {
    const { state, effects } = after(ended(oldest), removal(id, 1001, { ...DEEP, centre: 20 }));
    expect(types(effects)).not.toContain("read-page");
    expect(extentOf(state).older).toBe(false);
  });
});

describe("a search that takes long", () => {
  const searchedTo = (id: number) => ({ id, at: `2026-03-0${id / 100}T00:00:00.000Z` });
  const opened = (first: Partial<Page>) =>
    openFeed(
      { page: { ok: true, value: page(0, 1, { older: "e.1", ...first }) }, newest: 0, now: "" },
      { label: ["rare=yes"] },
      OPERATOR,
    );
  const near: FeedEvent = { type: "neared", side: "older", centre: 0 };
  const paged = (answer: Page): FeedEvent => {
    return { type: "paged", side: "older", page: answer, centre: 0 };
  };
  const found = opened({ searchedTo: searchedTo(900) });

  test("goes on from where it came to, with what it has found", () => {
    const asked = after(found, near);
    expect(extentOf(found)).toMatchObject({ older: true, searchedTo: searchedTo(900).at });
    expect(asked.effects).toMatchObject([{ type: "read-page", where: { before: "e.p0" } }]);
    const more = after(asked.state, paged(page(850, 850, { searchedTo: searchedTo(800) })));
    expect(more.ids).toEqual([850]);
    expect(extentOf(more.state).searchedTo).toBe(searchedTo(800).at);
    const none = after(more.state, near, paged(page(0, 1, { searchedTo: searchedTo(700) })));
    expect(after(none.state, near).effects).toMatchObject([{ where: { before: "e.jg" } }]);
    const end = after(none.state, near, paged(page(3, 3, { older: null })));
    expect(end.ids).toEqual([850, 3]);
    expect(extentOf(end.state)).toMatchObject({ older: false, searchedTo: null });
  });

  test("asks for nothing while it is stopped, and is not when the reader has gone elsewhere", () => {
    const toggle: FeedEvent = { type: "search-toggled" };
    const stopped = after(found, toggle);
    expect(extentOf(stopped.state).isStopped).toBe(true);
    expect(after(stopped.state, near).effects).toEqual([]);
    expect(types(after(stopped.state, toggle, near).effects)).toEqual(["read-page"]);
    const gone = after(stopped.state, { type: "jumped", where: {}, landingOn: "top", filter: {} });
    expect(extentOf(gone.state).isStopped).toBe(false);
  });

  test("lets in what arrives, though nothing was found above", () => {
    const { ids } = after(found, arrival(1001, { ...AT_TOP, centre: 0 }));
    expect(ids).toEqual([1001]);
  });
});
