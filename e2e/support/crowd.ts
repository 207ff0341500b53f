import { WebSocket } from "ws";
import {
  type Connection,
  type DiffFrame,
  DISCONNECTED,
  type Effect,
  type Signal,
  stateOf,
  step,
} from "../../src/client/live/connection.ts";
import type { WrittenFilter } from "../../src/domain/filter.ts";
import type { Page } from "../../src/protocol/page.ts";
import { type Frame, SUBPROTOCOL } from "../../src/protocol/frame.ts";

/** How often a page looks at the clock (ms). */
const TICK = 500;

/** A page that was read before the crowd came, and the filter it was read through. */
export interface Start {
  readonly page: Page;
  readonly filter: WrittenFilter;
}

/** What all of a crowd have in common. */
export interface Manner {
  /** What each says of itself when it connects. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Is told of what each has heard. */
  readonly hear?: (frame: DiffFrame) => void;
}

/** One page without its browser: the client's own decisions, and only the `seq` of each row. */
class Member {
  readonly filter: WrittenFilter;
  rows = new Map<number, number>();
  resets = 0;
  #connection: Connection = DISCONNECTED;
  #socket: WebSocket | null = null;
  #isStalled = false;
  readonly #address: string;
  readonly #manner: Manner;

  constructor(address: string, { page, filter }: Start, manner: Manner) {
    this.#address = address;
    this.#manner = manner;
    this.filter = filter;
    this.begin(page);
  }

  /** Goes on from a page, as after a reset. */
  begin({ alerts, head }: Page): void {
    this.rows = new Map(alerts.map(({ id, seq }) => [id, seq]));
    this.signal({ type: "subscribe", since: head, filter: this.filter });
  }

  /** Reads nothing more and looks at no clock, as a machine that sleeps, until it goes on. */
  stall(): void {
    this.#isStalled = true;
    this.#socket?.pause();
  }

  resume(): void {
    this.#isStalled = false;
    this.#socket?.resume();
  }

  tick(): void {
    if (!this.#isStalled) this.signal({ type: "tick" });
  }

  get isLive(): boolean {
    return stateOf(this.#connection) === "live";
  }

  /** It was reset, and has read no page since. */
  get needsPage(): boolean {
    return this.#connection.subscription === null;
  }

  /** How far it is complete. */
  get seq(): number {
    return this.#connection.subscription?.since.seq ?? 0;
  }

  signal(signal: Signal): void {
    const chance = { now: Date.now(), random: Math.random() };
    const [next, effects] = step(this.#connection, signal, chance);
    this.#connection = next;
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: Effect): void {
    switch (effect.type) {
      case "open":
        return this.#open();
      case "close":
        return this.leave();
      case "send":
        return this.#socket?.send(JSON.stringify(effect.message));
      case "diff":
        for (const { id, seq } of effect.frame.put) this.rows.set(id, seq);
        for (const { id, seq } of effect.frame.patch) this.rows.set(id, seq);
        for (const id of effect.frame.remove) this.rows.delete(id);
        return this.#manner.hear?.(effect.frame);
      case "reset":
        this.resets += 1;
        return;
      // Nobody signs in here.
      case "doubt":
        return;
      default:
        effect satisfies never;
    }
  }

  #open(): void {
    const { headers } = this.#manner;
    const options = { perMessageDeflate: false, ...(headers !== undefined && { headers }) };
    const socket = new WebSocket(this.#address, SUBPROTOCOL, options);
    this.#socket = socket;
    const isOwn = () => this.#socket === socket;
    // What breaks or is refused closes, too.
    socket.on("error", () => {});
    socket.on("open", () => isOwn() && this.signal({ type: "opened" }));
    socket.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Frame;
      if (isOwn()) this.signal({ type: "frame", frame });
    });
    socket.on("close", (code, reason) => {
      if (isOwn()) this.signal({ type: "closed", code, reason: reason.toString() });
    });
  }

  leave(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.terminate();
  }
}

/** Many pages that all come at the same moment, each from one of the starts. */
export class Crowd {
  readonly members: readonly Member[];
  readonly #ticking: NodeJS.Timeout;

  constructor(url: string, size: number, starts: readonly Start[], manner: Manner = {}) {
    const address = `${url.replace("http", "ws")}/api/live`;
    this.members = Array.from({ length: size }).flatMap((_, index) => {
      const start = starts[index % starts.length];
      return start === undefined ? [] : [new Member(address, start, manner)];
    });
    this.#ticking = setInterval(() => {
      for (const member of this.members) member.tick();
    }, TICK);
  }

  count(is: (member: Member) => boolean): number {
    return this.members.filter(is).length;
  }

  leave(): void {
    clearInterval(this.#ticking);
    for (const member of this.members) member.leave();
  }
}
