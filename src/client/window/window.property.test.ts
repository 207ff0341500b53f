import fc from "fast-check";
import { expect, test } from "vitest";
import type { Page } from "../../protocol/page.ts";
import { ModelServer } from "./server.model.ts";
import { CAP } from "./stretch.ts";
import {
  apply,
  canEnter,
  catchUp,
  EMPTY_WINDOW,
  enter,
  type FeedWindow,
  grow,
  land,
  landAfterGap,
  reachesHead,
  type Side,
  type Update,
  walkOn,
} from "./window.ts";

/** A reader with a connection, driven step by step: every answer may be late. */
class Reader {
  window: FeedWindow = EMPTY_WINDOW;
  #position = 0;
  #centre = 1;
  #since: Update[] = [];
  #asked: { page: Page; merge: (window: FeedWindow, page: Page) => FeedWindow }[] = [];
  readonly server: ModelServer;

  constructor(server: ModelServer) {
    this.server = server;
    this.jump(this.server.newest());
    this.answer(0);
    this.#position = this.server.seq;
  }

  jump(id: number): void {
    const page = this.server.around(id, 50);
    const newest = this.server.newest();
    this.#asked = [];
    this.#ask(page, (window, answer) => land(window, answer, newest));
  }

  /** Too far behind: what changed is not told, and the place is read anew. */
  reset(late: number): void {
    const { known } = this.window;
    const page = this.server.around(this.#centre, 50);
    for (let i = 0; i < late % 3; i++) this.server.open();
    const missed = this.server.idsAbove(known);
    this.#asked = [];
    this.#since = [];
    this.#position = page.head.seq;
    this.window = landAfterGap(this.window, page, missed);
  }

  more(side: Side, size: number): void {
    const edge = side === "older" ? this.window.from : this.window.to;
    const page = this.server.page(side === "older" ? edge - 1 : edge + 1, size, side === "newer");
    this.#ask(page, (window, answer) => grow(window, side, edge, answer, this.#centre));
  }

  #ask(page: Page, merge: (window: FeedWindow, page: Page) => FeedWindow): void {
    if (this.#asked.length === 0) this.#since = [];
    this.#asked.push({ page, merge });
  }

  answer(which: number): void {
    const [asked] = this.#asked.splice(which % Math.max(this.#asked.length, 1), 1);
    if (!asked) return;
    const merged = asked.merge(this.window, asked.page);
    this.window = catchUp(merged, asked.page.head.seq, this.#since, this.#centre);
  }

  receive(count: number): void {
    const to = Math.min(this.#position + count, this.server.seq);
    this.#take(this.server.diff(this.#position, to));
  }

  reconnect(): void {
    this.#take(this.server.catchUp(this.#position));
  }

  #take(update: Update): void {
    this.#since.push(update);
    this.#position = update.to;
    this.window = apply(this.window, update, this.#centre);
  }

  look(id: number): void {
    this.#centre = id;
  }

  /** Reads on from one end, as a reader does who scrolls that way. */
  scroll(side: Side): void {
    this.more(side, 50);
    this.answer(this.#asked.length - 1);
    const { rows } = this.window;
    this.#centre = (side === "older" ? rows.at(-1) : rows[0])?.id ?? 0;
  }

  bring(): void {
    this.window = enter(this.window);
  }

  walk(): void {
    if (reachesHead(this.window)) this.window = walkOn(this.window);
  }

  settle(): void {
    while (this.#asked.length > 0) this.answer(0);
    this.reconnect();
  }
}

const nat = fc.nat({ max: 600 });
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant("open" as const), n: fc.nat({ max: 80 }) }),
    fc.record({
      do: fc.constantFrom(
        ...(["retitle", "toggle", "jump", "older", "newer", "answer", "receive"] as const),
        ...([
          "reset",
          "reconnect",
          "look",
          "bring",
          "walk",
          "older",
          "newer",
          "answer",
          "answer",
        ] as const),
      ),
      n: nat,
    }),
    fc.record({
      do: fc.constantFrom("down" as const, "up" as const),
      n: fc.nat({ max: 6 }),
    }),
  ),
  { maxLength: 60 },
);
type Step = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never;

function take(reader: Reader, { do: step, n }: Step): void {
  const { server } = reader;
  const id = server.ids() === 0 ? 0 : server.ids() - (n % server.ids());
  switch (step) {
    case "open":
      for (let i = 0; i < n; i++) server.open();
      return;
    case "down":
    case "up":
      for (let i = 0; i < n; i++) reader.scroll(step === "down" ? "older" : "newer");
      return;
    case "retitle":
    case "toggle":
      return server[step](id);
    case "jump":
    case "look":
      return reader[step](id);
    case "older":
    case "newer":
      return reader.more(step, 1 + (n % 50));
    case "answer":
    case "receive":
    case "reset":
      return reader[step](n);
    case "reconnect":
    case "bring":
    case "walk":
      return reader[step]();
    default:
      return step satisfies never;
  }
}

function expectOrdered({ rows, from, to, known }: FeedWindow): void {
  expect(rows.length).toBeLessThanOrEqual(CAP);
  expect(rows.every((row, i) => row.id < (rows[i - 1]?.id ?? Infinity))).toBe(true);
  expect(rows.every(({ id }) => from <= id && id <= to)).toBe(true);
  expect(to).toBeLessThanOrEqual(known);
}

test("after any sequence, the window is what a fresh read of the same place gives", () => {
  fc.assert(
    fc.property(fc.nat({ max: 600 }), steps, (size, sequence) => {
      const server = new ModelServer();
      for (let i = 0; i < size; i++) server.open();
      const reader = new Reader(server);
      for (const step of sequence) {
        take(reader, step);
        expectOrdered(reader.window);
      }
      reader.settle();

      const { rows, from, to, known, held } = reader.window;
      const truth = server.rows();
      expect(rows).toEqual(truth.filter(({ id }) => from <= id && id <= to));
      expect([...held.keys()].sort((a, b) => b - a)).toEqual(
        truth.map(({ id }) => id).filter((id) => id > known),
      );
      for (const [id, row] of held) if (row) expect(row).toEqual(truth.find((t) => t.id === id));
      if (reachesHead(reader.window) && canEnter(reader.window)) {
        reader.bring();
        expect(reader.window.rows).toEqual(truth.slice(0, reader.window.rows.length));
        expect(reader.window.rows.length).toBeGreaterThanOrEqual(Math.min(truth.length, 1));
      }
    }),
    { numRuns: 400 },
  );
});
