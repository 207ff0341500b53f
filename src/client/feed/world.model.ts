import { expect } from "vitest";
import { OPERATOR } from "../../domain/actor.ts";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import type { Alert } from "../../domain/alert.ts";
import type { Landing } from "../scroll/scroll.ts";
import { ModelServer } from "../window/server.model.ts";
import { CAP } from "../window/stretch.ts";
import type { Side, Update } from "../window/window.ts";
import type { FeedEffect, FeedEvent, Stance } from "./feed-event.ts";
import { type FeedState, openFeed, type ReadName, shownRows } from "./feed-state.ts";
import type { Pending } from "./pending.ts";
import type { Landed } from "./read-landing.ts";
import { reduce } from "./reducer.ts";

const EPOCH = "model";
const AFTERWARDS = "2026-01-02T00:00:00.000Z";

/** A page that was asked for; the server answers it once, and the answer comes in later. */
interface Asked {
  readonly effect: Extract<FeedEffect, { type: "read-landing" | "read-page" }>;
  answer: ((centre: number) => FeedEvent) | null;
}

/** A deletion between the hand and the server's answer to it. */
interface Sent {
  readonly pending: Pending;
  /** Undefined until the server has seen to it. */
  answer?: Alert;
}

/** A reader, a server, and between them a stream, answers and pages that all take their time. */
export class World {
  readonly server = new ModelServer();
  state: FeedState;
  /** Where in the log the stream has come to; null while the feed does not listen to it. */
  #position: number | null;
  #asked: Asked[] = [];
  #sent: Sent[] = [];
  #centre = 0;
  #isAtTop = true;
  isHandOn = false;

  constructor(size: number) {
    for (let i = 0; i < size; i++) this.server.open();
    const page = this.server.page(this.server.newest(), 50);
    this.state = openFeed({ page: { ok: true, value: page }, newest: 0, now: "" }, {}, OPERATOR);
    this.#position = page.head.seq;
  }

  dispatch(event: FeedEvent): void {
    const before = this.state;
    const [state, effects] = reduce(before, event);
    this.state = state;
    for (const effect of effects) this.#carryOut(effect);
    this.#expectWhole();
    if ("at" in event && (!event.at.isAtTop || event.at.isHandOn))
      this.#expectStill(before, effects);
  }

  #carryOut(effect: FeedEffect): void {
    switch (effect.type) {
      case "show":
        return this.#show(effect.landing);
      case "abort":
        this.#asked = [];
        return;
      case "read-landing":
      case "read-page":
        this.#asked.push({ effect, answer: null });
        return;
      case "subscribe":
        this.#position = effect.since.seq;
        return;
      case "tell":
        return;
      default:
        return effect satisfies never;
    }
  }

  #show(landing: Landing | undefined): void {
    if (landing === undefined) return;
    this.#isAtTop = landing === "top";
    const newest = shownRows(this.state)[0]?.id ?? 0;
    if (landing === "top") this.#centre = newest;
    else this.#centre = "centred" in landing ? landing.centred : landing.alertId;
  }

  /** At all times, the window is bounded and in order, and no two pages of one kind are asked for. */
  #expectWhole(): void {
    const { rows, from, to, known } = this.state.window;
    expect(rows.length).toBeLessThanOrEqual(CAP);
    expect(rows.every((row, i) => row.id < (rows[i - 1]?.id ?? Infinity))).toBe(true);
    expect(rows.every(({ id }) => from <= id && id <= to)).toBe(true);
    expect(to).toBeLessThanOrEqual(known);
    const names = this.#asked.map(nameOf);
    expect(new Set(names).size).toBe(names.length);
    const loading = Object.entries(this.state.reads).filter(([, read]) => read && !read.hasFailed);
    expect(loading.map(([name]) => name).sort()).toEqual(names.sort());
  }

  /** What comes in by itself moves nobody who is away from the head or has a hand on the list. */
  #expectStill(before: FeedState, effects: readonly FeedEffect[]): void {
    expect(effects.some((effect) => effect.type === "show" && effect.landing)).toBe(false);
    expect(effects.some(({ type }) => type === "read-landing")).toBe(false);
    expect(this.state.window.known).toBe(before.window.known);
  }

  #at(): Stance {
    const { isHandOn } = this;
    const isAtTop = this.#isAtTop;
    return { centre: this.#centre, isAtTop, isHandOn, hasHandRested: !isHandOn };
  }

  receive(count: number): void {
    if (this.#position === null) return;
    const from = this.#position;
    const to = Math.min(from + count, this.server.seq);
    if (to === from) return;
    this.#position = to;
    // What comes in screenfuls comes in several updates together.
    const middle = from + Math.floor((to - from) / (1 + (count % 3)));
    const updates = [this.server.diff(from, middle), this.server.diff(middle, to)];
    const isWhole = middle === to;
    this.#update(isWhole ? updates.slice(0, 1) : updates);
  }

  #update(updates: readonly Update[]): void {
    this.dispatch({ type: "updated", updates, at: this.#at() });
  }

  /** The server answers what was asked for; that is on its way then. */
  serve(which: number): void {
    const asked = this.#asked[which % Math.max(this.#asked.length, 1)];
    if (asked) asked.answer ??= this.#answerTo(asked.effect);
  }

  #answerTo(effect: Asked["effect"]): (centre: number) => FeedEvent {
    if (effect.type === "read-landing") {
      const landed = this.#land(effect);
      return (centre) => ({ type: "landed", landed, centre });
    }
    const { side } = effect;
    const edge = this.state.reads[side]?.asked ?? 0;
    const isUp = side === "newer";
    const page = this.server.page(isUp ? edge + 1 : edge - 1, 50, isUp);
    return (centre) => ({ type: "paged", side, page, centre });
  }

  #land({ journey }: Extract<FeedEffect, { type: "read-landing" }>): Landed {
    const { where, missedAfter } = journey;
    const page = where.around
      ? this.server.around(Number(where.around), 50)
      : this.server.page(where.after ? 1 : this.server.newest(), 50, where.after !== undefined);
    const since = page.head;
    if (missedAfter === null) return { page, arrivals: { newest: this.server.newest() }, since };
    return { page, arrivals: { missed: this.server.idsAbove(missedAfter) }, since };
  }

  /** One of the answers comes in. */
  deliver(which: number): void {
    const [asked] = this.#asked.splice(which % Math.max(this.#asked.length, 1), 1);
    if (!asked) return;
    const answer = asked.answer ?? this.#answerTo(asked.effect);
    this.dispatch(answer(this.#centre));
  }

  fail(which: number): void {
    const [asked] = this.#asked.splice(which % Math.max(this.#asked.length, 1), 1);
    if (asked) this.dispatch({ type: "read-failed", read: nameOf(asked) });
  }

  retry(): void {
    for (const name of ["landing", "older", "newer"] as const) {
      if (!this.state.reads[name]?.hasFailed) continue;
      this.dispatch({ type: "retried", read: name, centre: this.#centre });
    }
  }

  /** The server cannot go on: until the feed has subscribed anew it tells nothing. */
  reset(late: number): void {
    this.#position = null;
    for (let i = 0; i < late % 4; i++) this.server.open();
    const anchor = shownRows(this.state).length > 0 ? { alertId: this.#centre, offset: 0 } : null;
    this.dispatch({ type: "reset", reason: "too-far", anchor, isAtTop: this.#isAtTop });
  }

  scroll(side: Side): void {
    const rows = shownRows(this.state);
    this.#centre = (side === "older" ? rows.at(-1) : rows[0])?.id ?? 0;
    this.#isAtTop = side === "newer";
    this.dispatch({ type: "neared", side, centre: this.#centre });
    if (this.#isAtTop) this.dispatch({ type: "met" });
  }

  look(): void {
    this.dispatch({ type: "looked", at: this.#at() });
  }

  pause(): void {
    this.dispatch({ type: "pause-toggled", isAtTop: this.#isAtTop });
  }

  remove(which: number): void {
    const rows = shownRows(this.state);
    const row = rows[which % Math.max(rows.length, 1)];
    if (!row) return;
    const change = (alert: Alert): Alert => ({ ...alert, deletedAt: AFTERWARDS });
    const pending = { alertId: row.id, change };
    this.#sent.push({ pending });
    this.dispatch({ type: "expected", pending });
    expect(shownRows(this.state).some(({ id }) => id === row.id)).toBe(false);
  }

  /** The server does what was sent first, or refuses to where it cannot be done any more. */
  act(): void {
    const sent = this.#sent.find(({ answer }) => answer === undefined);
    if (!sent) return;
    const { alertId } = sent.pending;
    if (this.server.rows().some(({ id }) => id === alertId)) {
      this.server.toggle(alertId);
      const seq = this.server.seq;
      sent.answer = anAlert({ id: alertId, seq, deletedAt: AFTERWARDS });
    } else {
      this.#sent.splice(this.#sent.indexOf(sent), 1);
      this.dispatch({ type: "refused", pending: sent.pending });
    }
  }

  answer(which: number): void {
    const answered = this.#sent.filter(({ answer }) => answer !== undefined);
    const sent = answered[which % Math.max(answered.length, 1)];
    if (sent?.answer === undefined) return;
    this.#sent.splice(this.#sent.indexOf(sent), 1);
    const { answer: alert, pending } = sent;
    this.dispatch({ type: "settled", alert, asked: EPOCH, pending, at: this.#at() });
  }

  /** Everything that is on its way comes in, and what failed is tried again. */
  settle(): void {
    while (this.#sent.length > 0) {
      this.act();
      this.answer(0);
    }
    this.retry();
    while (this.#asked.length > 0) this.deliver(0);
    this.receive(Infinity);
  }
}

function nameOf({ effect }: Asked): ReadName {
  return effect.type === "read-landing" ? "landing" : effect.side;
}
