import { setTimeout } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { atMost, type Bench, type Comparison, type Sample, type Scale } from "../bench.ts";
import { withPage } from "../browser/chromium.ts";
import { quantile } from "../report/figure.ts";
import { historyOf } from "../load/history.ts";
import { paintsOf, watchPaints } from "../browser/painted.ts";
import { postSteadily } from "../load/posting.ts";
import { compare, medianOf } from "../report/rounds.ts";
import { setStage, type Stage } from "../browser/stage.ts";

const RATES = [1, 10, 100];
const SCALES = {
  full: { rounds: 3, seconds: 20 },
  small: { rounds: 1, seconds: 6 },
} as const;
/** Longest that the last alerts have to get to the page (ms): a little more than one poll. */
const LAST = 5500;

export const latency: Bench = {
  name: "latency",
  about:
    "How long after the answer to its POST an alert is on screen in Chromium, with the page at the " +
    "head of the feed. Measured in the page: in the first frame in which the row is on screen, in " +
    "the task after its painting; poster and page read the same clock. Beside it a page with the " +
    "same rows, markup and styles that asks for the newest 50 alerts every 5 s, as Alerta and karma " +
    "do. What it never shows, because more than a page arrived between two polls, counts as not " +
    "seen and not as late.",
  run: async (scale) => {
    await using stage = await setStage(historyOf(1000), 0);
    const comparisons: Comparison[] = [];
    for (const rate of RATES) comparisons.push(await compareAt(stage, rate, scale));
    const worst = (figure: string) =>
      Math.max(...comparisons.map((comparison) => medianOf(comparison, "Tocsin", figure)));
    return {
      comparisons,
      aims: [
        atMost("painted p50 at any rate, ms", worst("p50, ms"), 80),
        atMost("painted p99 at any rate, ms", worst("p99, ms"), 250),
      ],
    };
  },
};

function compareAt(stage: Stage, rate: number, scale: Scale) {
  const { rounds, seconds } = SCALES[scale];
  const contend = (path: string) => () =>
    withPage(stage.url, (page) => paint(page, path, stage.tocsin, rate, seconds));
  return compare(rate === 1 ? "1 alert/s" : `${rate} alerts/s`, rounds, {
    Tocsin: contend("/"),
    "polling every 5 s": contend("/peers/?list=polling"),
  });
}

async function paint(
  page: Page,
  path: string,
  tocsin: string,
  rate: number,
  seconds: number,
): Promise<Sample> {
  await page.goto(path);
  await page.locator('[data-connection="live"]').waitFor();
  await watchPaints(page);
  const answered = await postSteadily(tocsin, rate, seconds);
  const newest = Math.max(...answered.keys());
  await page.locator(`[data-alert-id="${newest}"]`).waitFor({ timeout: LAST });
  // The last row is there; its painting is noted in the frame after.
  await setTimeout(100);
  const painted = await paintsOf(page);
  const delays = [...answered].flatMap(([id, at]) => {
    const seen = painted[id];
    return seen === undefined ? [] : [seen - at];
  });
  delays.sort((a, b) => a - b);
  return {
    "p50, ms": quantile(delays, 0.5),
    "p99, ms": quantile(delays, 0.99),
    "seen, %": (100 * delays.length) / answered.size,
  };
}
