import { OPERATOR } from "../../src/domain/actor.ts";
import { readPage } from "../../src/client/api/api.ts";
import type { Action } from "../../src/domain/act.ts";
import { createFeed, type Feed } from "../../src/client/feed/feed.ts";
import { failureOf } from "../../src/client/api/load.ts";
import type { stateOf } from "../../src/client/live/connection.ts";
import { connectLive, type Live } from "../../src/client/live/socket.ts";
import { type AlertActions, createAlertActions } from "../../src/client/commands/alert-actions.ts";
import { createUndoStack } from "../../src/client/commands/undo-stack.ts";
import { createToasts } from "../../src/client/ui/toasts.ts";
import type { Side } from "../../src/client/window/window.ts";
import type { WrittenFilter } from "../../src/domain/filter.ts";
import { SILENCE } from "../../src/protocol/frame.ts";
import type { Where } from "../../src/protocol/page.ts";
import { createEye, type Eye } from "./eye.ts";
import type { FaultProxy } from "./fault-proxy.ts";

/** How often (ms by the reader's clock) it is looked whether anything is to be done. */
const TICK = 500;
/** Ticks by which it may notice a silence too late: it hears a little after the network delivers. */
const LATE = 4;
/** Pages are read from so many rows before the end of the window. */
const NEAR = 15;

/**
 * An operator with the page open, but for the screen: the feed, the connection and the commands
 * are the browser's own. Its clock runs `speed` times as fast as the real one, but hardly goes on
 * while the machine holds this process up: server and network stand still with it.
 */
export class Reader {
  readonly feed: Feed;
  readonly eye: Eye;
  readonly #actions: AlertActions;
  readonly #proxy: FaultProxy;
  readonly #speed: number;
  readonly #live: Live;
  #tellNetwork: (type: "woken" | "doubted") => void = () => {};
  #busy = 0;
  /** What its clock says (ms), and when (real ms) it was last set. */
  #time = 0;
  #setAt = performance.now();
  /** When the network last handed it anything: in real ms, and by its clock. */
  #deliveredAt = -Infinity;
  #heardAt = 0;
  state: ReturnType<typeof stateOf> = "connecting";
  /** The longest time (ms by its clock) that it said live while nothing reached it. */
  longestLie = 0;

  private constructor(
    feed: Feed,
    proxy: FaultProxy,
    { speed, random }: { speed: number; random: () => number },
  ) {
    this.feed = feed;
    this.#proxy = proxy;
    this.#speed = speed;
    this.eye = createEye(feed.rows.ids);
    const clock = { now: Date.now, zone: () => "UTC" };
    const undoStack = createUndoStack();
    this.#actions = createAlertActions(feed, createToasts(), OPERATOR, clock, undoStack);
    this.#live = connectLive(
      {
        onDiff: feed.receive,
        onReset: feed.reset,
        onState: (state) => {
          this.state = state;
        },
        onDoubt: () => {},
      },
      {
        address: () => new URL("/api/live", proxy.url.replace("http", "ws")),
        now: () => this.#time,
        random,
        watch: (tell, until) => {
          this.#tellNetwork = (type) => tell({ type });
          const ticking = setInterval(() => {
            this.#setClock();
            tell({ type: "tick" });
            this.#look();
          }, TICK / speed);
          until.addEventListener("abort", () => clearInterval(ticking));
        },
      },
    );
    feed.attach(this.eye, this.#live);
  }

  /** Opens the page at the head. The pages come from wherever fetch finds them. */
  static async open(
    proxy: FaultProxy,
    filter: WrittenFilter,
    clock: { speed: number; random: () => number },
  ): Promise<Reader> {
    const page = await readPage(filter, {}, new AbortController().signal);
    const opening = { page, newest: 0, detail: null, now: new Date().toISOString() };
    return new Reader(createFeed(opening, filter, OPERATOR), proxy, clock);
  }

  #setClock(): void {
    const now = performance.now();
    this.#time += Math.min((now - this.#setAt) * this.#speed, 2 * TICK);
    this.#setAt = now;
    if (this.#proxy.deliveredAt === this.#deliveredAt) return;
    this.#deliveredAt = this.#proxy.deliveredAt;
    this.#heardAt = this.#time;
  }

  /** What a page does by itself, and what it says meanwhile. */
  #look(): void {
    const ids = this.feed.rows.ids();
    const at = ids.indexOf(this.eye.centre());
    if (at < NEAR) this.feed.near("newer");
    if (at >= ids.length - NEAR) this.feed.near("older");
    this.feed.bringIfMay();
    if (this.state !== "live") return;
    const silence = this.#time - this.#heardAt;
    this.longestLie = Math.max(this.longestLie, silence - SILENCE - LATE * TICK);
  }

  scroll(side: Side): void {
    const ids = this.feed.rows.ids();
    this.eye.look((side === "older" ? ids.at(-1) : ids[0]) ?? 0);
    this.feed.near(side);
  }

  /** Scrolls up as far as it goes at once. */
  scrollToTop(): void {
    this.eye.look("top");
    this.feed.near("newer");
    this.feed.meet();
  }

  jump(where: Where, filter?: WrittenFilter): void {
    this.feed.jump(where, where.around ? { centred: Number(where.around) } : "top", filter);
  }

  async act(id: number, action: Exclude<Action, "snooze"> | "note"): Promise<void> {
    const alert = this.feed.rows.row(id);
    if (!alert) return;
    this.#busy += 1;
    if (action === "note") await this.#actions.note(alert, "Looking into it");
    else await this.#actions.act(alert, { action });
    this.#busy -= 1;
  }

  /** The browser says that the network has changed. */
  network(type: "woken" | "doubted"): void {
    this.#tellNetwork(type);
  }

  /** Whether nothing is under way. What has failed is tried again, as with the button for it. */
  isAtRest(): boolean {
    const { landing, older, newer } = this.feed;
    const loads = [landing, older, newer];
    for (const load of loads) if (failureOf(load.state())) load.retry();
    return this.#busy === 0 && loads.every(({ state }) => state() === "idle");
  }

  /** What is under way, in words. */
  whatIsUnderWay(): string {
    const { landing, older, newer } = this.feed;
    return JSON.stringify({
      landing: landing.state(),
      older: older.state(),
      newer: newer.state(),
      commands: this.#busy,
      connection: this.state,
      window: this.feed.extent(),
    });
  }

  close(): void {
    this.#live.close();
    for (const load of [this.feed.landing, this.feed.older, this.feed.newer]) load.abort();
  }
}
