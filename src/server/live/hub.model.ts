import { expect, onTestFinished, vi } from "vitest";
import * as v from "valibot";
import type { Alert } from "../../domain/alert.ts";
import type { Head } from "../../domain/cursor.ts";
import type { Change } from "../../domain/diff.ts";
import { EVERYTHING, type Filter, matches } from "../../domain/filter.ts";
import { type Frame, frameSchema, type ResetReason } from "../../protocol/frame.ts";
import type { Changed, Commit, Gone } from "../store/store.ts";
import { CHANNELS, type SocketFact } from "../telemetry/channel.ts";
import type { Clocks, Telling } from "./gathering.ts";
import type { Subscription } from "./group.ts";
import { createHub, type Hub } from "./hub.ts";
import type { Rooms } from "./limits.ts";
import type { Outlet } from "./outlet.ts";
import { fitting } from "./room.ts";

/** A log of alerts in memory: what a commit changes and what has changed since. */
export class Log {
  readonly alerts = new Map<number, Alert>();
  seq = 0;
  /** How often what has changed was read. */
  reads = 0;
  tellsWithin = 0;
  /** What this process has heard of, where it is behind what others read. */
  heard: number | null = null;
  /** How long (ms) the answer to such a read is on its way. */
  latency = 0;

  head(): Head {
    return { epoch: "e", seq: this.heard ?? this.seq };
  }

  async changedSince(seq: number, rows: number, bytes = Infinity): Promise<Changed> {
    this.reads += 1;
    const [head, reach] = [this.seq, this.#reach];
    const latest = [
      ...this.alerts.values().map((alert) => ({ ...alert, alert })),
      ...this.#gone.map((gone) => ({ ...gone, alert: null })),
    ];
    const changed = latest.filter((one) => one.seq > seq).sort((a, b) => a.seq - b.seq);
    const texts = changed.map(({ alert }) => alert);
    const some = changed.slice(0, fitting(texts, { rows, bytes }));
    const alerts = some.flatMap(({ alert }) => alert ?? []);
    const removals = some.flatMap(({ id, seq, alert }) => (alert === null ? { id, seq } : []));
    if (this.latency > 0) await new Promise((resolve) => setTimeout(resolve, this.latency));
    this.#heardReach = Math.max(this.#heardReach, reach);
    return { alerts, removals, head, reach };
  }

  /** Removals that are told, the last that is not any more, and the last of those that was heard of. */
  #gone: Gone[] = [];
  #reach = 0;
  #heardReach = 0;

  reach(): number {
    return this.#heardReach;
  }

  /** Whether any removal is told no more. */
  get isCut(): boolean {
    return this.#reach > 0;
  }

  /** Tells no more of the oldest removal. */
  cut(): void {
    this.#reach = this.#gone.shift()?.seq ?? this.#reach;
  }

  /** How many alerts of a number were removed: one that comes after them is another. */
  readonly #lives = new Map<number, number>();

  #idOf(id: number): number {
    return id + 1_000 * (this.#lives.get(id) ?? 0);
  }

  /** Removes those that are there. */
  forget(ids: readonly number[]): Commit {
    const from = this.seq;
    const changes = ids.flatMap((number): Change[] => {
      const id = this.#idOf(number);
      const before = this.alerts.get(id);
      if (!this.alerts.delete(id) || before === undefined) return [];
      this.#lives.set(number, (this.#lives.get(number) ?? 0) + 1);
      this.#gone.push({ id, seq: (this.seq += 1) });
      return [{ before, after: null, seq: this.seq }];
    });
    return { from, to: this.seq, changes };
  }

  commit(alerts: readonly Alert[]): Commit {
    const from = this.seq;
    const changes = alerts.map((alert): Change => {
      const after = { ...alert, id: this.#idOf(alert.id), seq: (this.seq += 1) };
      const before = this.alerts.get(after.id) ?? null;
      this.alerts.set(after.id, after);
      return { before, after };
    });
    return { from, to: this.seq, changes };
  }

  rows(filter: Filter): Map<number, Alert> {
    const wanted = [...this.alerts.values()].filter((alert) => matches(filter, alert));
    return new Map(wanted.map((alert) => [alert.id, alert]));
  }
}

/** Processor time (ms) that it took to send frames to whomever. */
let usedByAll = 0;

export const CLOCKS: Clocks = { now: () => Date.now(), used: () => usedByAll };

/** A client that reads a page, subscribes from there, and applies to it what it is sent. */
export class Client implements Outlet {
  readonly sent: Buffer[] = [];
  readonly frames: Frame[] = [];
  filter: Filter = EVERYTHING;
  rows = new Map<number, Alert>();
  /** What the other side has not taken yet, in bytes. */
  unread = 0;
  /** Processor time (ms) that it takes to send it a frame, and for how long other programs have the processor meanwhile. */
  takes = 0;
  held = 0;
  /** When each frame was sent. */
  readonly sendings: Telling[] = [];
  closed: number | null = null;
  failure: unknown = null;
  wasReset: ResetReason | null = null;
  #since: Head | null = null;
  #subscription: Subscription | null = null;
  readonly #hub: Hub;

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** Reads everything there is, as a page does. */
  read(log: Log, filter: Filter): this {
    this.hangUp();
    this.filter = filter;
    this.rows = log.rows(filter);
    this.#since = log.head();
    this.wasReset = null;
    return this;
  }

  /** Goes on where it is. */
  subscribe(): this {
    this.hangUp();
    this.#subscription = this.#hub.subscribe(this, this.#since, this.filter);
    return this;
  }

  /** Ends the subscription, or one that has been ended already: as a socket that closes does. */
  hangUp(): void {
    if (this.#subscription !== null) this.#hub.unsubscribe(this.#subscription);
    this.#subscription = null;
  }

  get isSubscribed(): boolean {
    return this.#subscription !== null;
  }

  get diffs() {
    return this.frames.filter((frame) => frame.type === "diff");
  }

  send(bytes: Buffer): void {
    const frame = v.parse(frameSchema, JSON.parse(bytes.toString()));
    this.sent.push(bytes);
    this.unread += bytes.length;
    this.frames.push(frame);
    if (frame.type === "ready") this.#since = { epoch: frame.epoch, seq: frame.seq };
    if (frame.type === "beat") this.#hearBeat(frame.seq);
    if (frame.type === "diff") this.#apply(frame);
    const [begun, used] = [Date.now(), this.takes];
    const ended = begun + used + this.held;
    if (ended > begun) vi.setSystemTime(ended);
    usedByAll += used;
    this.sendings.push({ begun, ended, used });
  }

  #hearBeat(seq: number): void {
    expect(seq, "a beat takes nothing back").toBeGreaterThanOrEqual(this.#since?.seq ?? 0);
  }

  #apply({ from, to, put, patch, remove }: Extract<Frame, { type: "diff" }>): void {
    expect(from, "frames are contiguous").toBe(this.#since?.seq);
    expect(to, "frames go forward").toBeGreaterThan(from);
    this.#since = { epoch: "e", seq: to };
    for (const alert of put) this.rows.set(alert.id, alert);
    for (const one of patch) {
      const row = this.rows.get(one.id);
      expect(row, "a patch is for a row that matched").toBeDefined();
      this.rows.set(one.id, { ...row, ...one } as Alert);
    }
    for (const id of remove) this.rows.delete(id);
  }

  backlog(): number {
    return this.unread;
  }

  reset(reason: ResetReason): void {
    this.#subscription = null;
    this.wasReset = reason;
  }

  close(code: number): void {
    this.closed = code;
  }

  fail(error: unknown): void {
    this.failure = error;
  }
}

/** What operators would count, of all hubs, until the test ends. */
export class Counts {
  readonly read: string[] = [];
  readonly resets: ResetReason[] = [];
  sent = 0;
  slow = 0;

  constructor() {
    const count = (fact: unknown) => this.#count(fact as SocketFact);
    CHANNELS.socket.subscribe(count);
    onTestFinished(() => CHANNELS.socket.unsubscribe(count));
  }

  #count(fact: SocketFact): void {
    if (fact.type === "chunk-read") this.read.push(fact.from);
    if (fact.type === "chunk-sent") this.sent += 1;
    if (fact.type === "reset") this.resets.push(fact.reason);
    if (fact.type === "closed-slow") this.slow += 1;
  }
}

/** Runs the next timer alone, and all that follows it at once: vitest's own may run one more. */
export async function nextTurn(): Promise<void> {
  vi.advanceTimersToNextTimer();
  for (let answers = 0; answers < 100; answers++) await Promise.resolve();
}

/** A hub with the log that it tells of, and short ways to use them. */
export function startHub(rooms?: Rooms, tellsWithin = 0) {
  const log = new Log();
  log.tellsWithin = tellsWithin;
  const counts = new Counts();
  const hub = createHub(log, CLOCKS, rooms);
  const commit = (...alerts: Alert[]) => hub.publish(log.commit(alerts));
  const join = (filter = EVERYTHING) => new Client(hub).read(log, filter).subscribe();
  return { log, hub, counts, commit, join };
}
