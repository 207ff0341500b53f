import { setTimeout } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { atMost, type Bench, type Sample, type Scale } from "../bench.ts";
import { withPage } from "../browser/chromium.ts";
import { timeToAnswer, timeToSeen, watchPresses } from "../browser/pressed.ts";
import { historyOf } from "../load/history.ts";
import { post, postSteadily } from "../load/posting.ts";
import { scratch } from "../load/scratch.ts";
import { startTocsin } from "../peers/server.ts";
import { quantile } from "../report/figure.ts";
import { compare, medianOf } from "../report/rounds.ts";

const ABOUT = `What an operator waits for in Chromium, with a long history and 50 alerts arriving a second: from the key that
acknowledges an alert to its row painted so, and to the server's answer; from a key in the search field to the server's
suggestions for what is typed; from Enter on a date to the rows of that day. All are presses of a real keyboard, one after another, on the
page at the head of the feed. There is nothing beside it: the aims are what it is held to.`;

const SIZES = {
  full: { alerts: 1_000_000, rounds: 3, presses: 120 },
  small: { alerts: 10_000, rounds: 1, presses: 12 },
} as const;
const RATE = 50;
/** A hand does the next thing after this (ms). */
const PACE = 300;
/** Presses that only warm up. */
const WARMING = 3;
/** What is typed, each key into an empty field. */
const KEYS = ["h", "e", "w", "p"];

/** The first and so many days after it lie amid the made-up history. */
const [FIRST_DAY, DAYS] = [Date.UTC(2025, 0, 20), 300];
/** Days from one jump to the next: so no row of a day is there before, and none is jumped to twice. */
const FURTHER = 97;
const DAY = 86_400_000;

/** What is done once: how long (ms) each part of it took, by its name. */
type Press = (page: Page, index: number) => Promise<Readonly<Record<string, number>>>;

export const desk: Bench = { name: "desk", about: ABOUT, run };

async function run(scale: Scale) {
  const { alerts, rounds, presses } = SIZES[scale];
  await using stack = new AsyncDisposableStack();
  const { file } = stack.use(scratch(historyOf(alerts)));
  const server = stack.use(await startTocsin(file));
  const measured = (work: string, press: Press) =>
    compare(work, rounds, { Tocsin: () => measure(server.url, press, presses) }, 0);
  const actions = await measured("acknowledge", acknowledge);
  const suggestions = await measured("a key in the search field", suggest);
  const jumps = await measured("a date to go to", jump);
  const worst = (comparison: typeof actions, figure: string) =>
    medianOf(comparison, "Tocsin", figure);
  return {
    comparisons: [actions, suggestions, jumps],
    aims: [
      atMost("actions painted p99, ms", worst(actions, "painted p99, ms"), 50),
      atMost("suggestions painted p99, ms", worst(suggestions, "painted p99, ms"), 100),
      atMost("jumps painted p99, ms", worst(jumps, "painted p99, ms"), 150),
    ],
  };
}

/** Presses so often, while alerts arrive. */
async function measure(url: string, press: Press, presses: number): Promise<Sample> {
  // For each press a row that is firing.
  await post(url, presses + WARMING + 10);
  const ended = new AbortController();
  const arriving = (async () => {
    while (!ended.signal.aborted) await postSteadily(url, RATE, 1);
  })();
  const taken: Awaited<ReturnType<Press>>[] = [];
  try {
    await withPage(url, async (page) => {
      await watchPresses(page);
      await page.goto("/");
      await page.locator('[data-connection="live"]').waitFor();
      await page.locator("[data-timeline] .timeline-tick").first().waitFor();
      for (let index = 0; index < WARMING + presses; index++) {
        const times = await press(page, index);
        if (index >= WARMING) taken.push(times);
      }
    });
  } finally {
    ended.abort();
    await arriving;
  }
  const names = Object.keys(taken[0] ?? {});
  return Object.fromEntries(
    names.flatMap((name) => {
      const times = taken.map((one) => one[name] ?? Number.NaN).toSorted((a, b) => a - b);
      return [0.5, 0.99].map((part) => [`${name} p${part * 100}, ms`, quantile(times, part)]);
    }),
  );
}

/** The next row, which the focus is on. */
async function acknowledge(page: Page): Promise<Readonly<Record<string, number>>> {
  await page.keyboard.press("j");
  await page.evaluate(() => {
    const row = document.activeElement?.closest<HTMLElement>("[data-alert-id]");
    window.sincePress?.("keydown", () => row?.dataset["status"] === "acknowledged");
  });
  await page.keyboard.press("a");
  const painted = await timeToSeen(page);
  return { painted, answered: await timeToAnswer(page, "/acknowledge") };
}

async function suggest(page: Page, index: number): Promise<Readonly<Record<string, number>>> {
  const key = KEYS[index % KEYS.length] ?? "";
  const field = page.getByRole("combobox");
  await field.fill("");
  await field.focus();
  await setTimeout(PACE);
  await page.evaluate((text) => {
    performance.clearResourceTimings();
    window.sincePress?.("keydown", () => {
      // What was known before is narrowed at once.
      const isAnswered = performance
        .getEntriesByType("resource")
        .some(({ name }) => name.endsWith(`text=${text}`));
      const options = [...document.querySelectorAll("[role=option] bdi")]
        .map(({ textContent }) => textContent)
        .filter((words) => words.includes("="));
      const isMeant = (words: string) => words.toLowerCase().includes(text);
      return isAnswered && options.length > 0 && options.every(isMeant);
    });
  }, key);
  await page.keyboard.press(key);
  return { painted: await timeToSeen(page) };
}

async function jump(page: Page, index: number): Promise<Readonly<Record<string, number>>> {
  const time = FIRST_DAY + ((index * FURTHER) % DAYS) * DAY;
  await page.keyboard.press("g");
  const field = page.getByRole("textbox", { name: "Go to a date or a time" });
  await field.fill(new Date(time).toISOString().slice(0, 10));
  await page.evaluate(
    ([wanted, near]) => {
      const { left, top, width, height } = document
        .querySelector("[data-feed-scroller]")
        ?.getBoundingClientRect() ?? { left: 0, top: 0, width: 0, height: 0 };
      window.sincePress?.("keydown", () => {
        const row = document
          .elementFromPoint(left + width / 2, top + height / 2)
          ?.closest("[data-alert-id]");
        const shown = Date.parse(row?.querySelector("time")?.dateTime ?? "");
        return Math.abs(shown - wanted) < near;
      });
    },
    [time, 2 * DAY] as const,
  );
  await page.keyboard.press("Enter");
  return { painted: await timeToSeen(page) };
}
