import { expect } from "@playwright/test";
import {
  largestShift,
  type Placed,
  rowsIn,
  type Sample,
  sampleFrames,
  takeSamples,
} from "../support/screen.ts";
import type { Engine } from "./engine.ts";
import type { Line } from "./line.ts";

/** WebDriver's word for each key that has no character. */
const KEYS = {
  Enter: "\uE007",
  Shift: "\uE008",
  Control: "\uE009",
  Escape: "\uE00C",
  ArrowDown: "\uE015",
  Delete: "\uE017",
  Backspace: "\uE003",
};

type Letter = "a" | "j" | "k" | "x" | "z" | "/";

/** The feed on the page of an engine, as an operator sees it. */
export class DrivenFeed {
  readonly engine: Engine;
  readonly line: Line;

  constructor(engine: Engine, line: Line) {
    this.engine = engine;
    this.line = line;
  }

  /** Opens a page and waits until it is live. */
  async open(path = "/"): Promise<void> {
    await this.engine.goto(this.line.url + path);
    await this.expectLive();
  }

  async expectLive(): Promise<void> {
    const connection = () =>
      this.engine.evaluate(
        () => document.querySelector<HTMLElement>("[data-connection]")?.dataset["connection"],
      );
    await expect.poll(connection).toBe("live");
  }

  path(): Promise<string> {
    return this.engine.evaluate(() => location.pathname + location.search);
  }

  rows(): Promise<Placed[]> {
    return this.engine.evaluate(rowsIn);
  }

  height(): Promise<number> {
    return this.engine.evaluate(
      () => document.querySelector("[data-feed-scroller]")?.clientHeight ?? 0,
    );
  }

  /** What the row says, null where there is none. */
  row(id: number): Promise<{ text: string; status: string } | null> {
    return this.engine.evaluate((alertId) => {
      const row = document.querySelector<HTMLElement>(`[data-alert-id="${alertId}"]`);
      return row && { text: row.textContent ?? "", status: row.dataset["status"] ?? "" };
    }, id);
  }

  /** How many new alerts the pill tells of. */
  count(): Promise<number> {
    return this.engine.evaluate(() =>
      Number(document.querySelector<HTMLElement>("[data-new-count]")?.dataset["newCount"] ?? 0),
    );
  }

  frames(count: number): Promise<void> {
    return this.engine.evaluate(async (left) => {
      while (left-- > 0) await new Promise(requestAnimationFrame);
    }, count);
  }

  /** Turns the wheel over the middle of the feed by so many whole px, and waits for nothing that follows. */
  async turn(distance: number): Promise<void> {
    const { x, y } = await this.middle("[data-feed-scroller]");
    await this.engine.perform({
      type: "wheel",
      id: "wheel",
      actions: [{ type: "scroll", x, y, deltaX: 0, deltaY: Math.round(distance) }],
    });
  }

  /** Turns the wheel and lets the page draw what follows. */
  async wheel(distance: number): Promise<void> {
    await this.turn(distance);
    await this.frames(2);
  }

  /** Presses a key, again and again where it is held, and lets it go. */
  async press(key: keyof typeof KEYS | Letter, presses = 1): Promise<void> {
    const value = key in KEYS ? KEYS[key as keyof typeof KEYS] : key;
    const down = Array.from({ length: presses }, () => ({ type: "keyDown", value }) as const);
    await this.engine.perform({
      type: "key",
      id: "keys",
      actions: [...down, { type: "keyUp", value }],
    });
  }

  /** Presses the last key while the others are held. */
  async chord(...keys: readonly string[]): Promise<void> {
    const values = keys.map((key) => (key in KEYS ? KEYS[key as keyof typeof KEYS] : key));
    await this.engine.perform({
      type: "key",
      id: "keys",
      actions: [
        ...values.map((value) => ({ type: "keyDown", value }) as const),
        ...values.toReversed().map((value) => ({ type: "keyUp", value }) as const),
      ],
    });
  }

  /** Types it, key by key, into what has the focus. */
  async type(text: string): Promise<void> {
    for (const key of text) await this.chord(key);
  }

  /** The words of all that is there, in the order of the page. */
  words(selector: string): Promise<string[]> {
    return this.engine.evaluate(
      (wanted) =>
        [...document.querySelectorAll<HTMLElement>(wanted)].map(({ innerText }) =>
          innerText.replace(/\s+/gu, " ").trim(),
        ),
      selector,
    );
  }

  /** Whether the focus is there. */
  isFocused(selector: string): Promise<boolean> {
    return this.engine.evaluate(
      (wanted) => document.activeElement?.matches(wanted) ?? false,
      selector,
    );
  }

  async point(selector: string): Promise<void> {
    await this.#move(await this.middle(selector));
  }

  /** Takes the hand off the list. */
  async letGo(): Promise<void> {
    await this.#move({ x: 1, y: 1 });
  }

  async #move({ x, y }: { x: number; y: number }): Promise<void> {
    const actions = [{ type: "pointerMove", x, y }] as const;
    await this.engine.perform({ type: "pointer", id: "mouse", actions });
  }

  /** Clicks in the middle of it, so many times in a row. */
  async click(selector: string, clicks = 1): Promise<void> {
    const { x, y } = await this.middle(selector);
    const click = [
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ] as const;
    const actions = [
      { type: "pointerMove", x, y } as const,
      ...Array.from({ length: clicks }, () => click).flat(),
    ];
    await this.engine.perform({ type: "pointer", id: "mouse", actions });
  }

  /** The middle of it in whole px of the page's view. */
  middle(selector: string): Promise<{ x: number; y: number }> {
    return this.engine.evaluate((wanted) => {
      const element = document.querySelector(wanted);
      if (!element) throw new Error(`there is no ${wanted}`);
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
    }, selector);
  }

  /** Notes where rows stand at every frame, also of those that are so far (px) off screen. */
  async startSampling(beyond = 0): Promise<void> {
    await this.engine.evaluate(sampleFrames, beyond);
    // What is done from now on is measured from a frame before it.
    await expect
      .poll(() => this.engine.evaluate(() => window.sampling?.samples.length))
      .toBeGreaterThan(0);
  }

  stopSampling(): Promise<Sample[]> {
    return this.engine.evaluate(takeSamples);
  }

  /** Waits until the rows on screen have stood still for 20 frames. */
  async rest(): Promise<void> {
    await expect(async () => {
      await this.startSampling();
      await this.frames(20);
      expect(largestShift(await this.stopSampling())).toBe(0);
    }).toPass();
  }

  /** The row at the reader's eye: the first that begins on screen. */
  async eye(): Promise<Placed> {
    const row = (await this.rows()).find(({ top }) => top >= -0.5);
    if (!row) throw new Error("no row begins on screen");
    return row;
  }
}
