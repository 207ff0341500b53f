import type { Page } from "@playwright/test";
import type { Sample } from "../bench.ts";

/** What Chromium itself counts of a page. */
export interface Count {
  /** CPU time (ms) of the page's main thread: all of it, and what of it was script and layout. */
  readonly task: number;
  readonly script: number;
  readonly layout: number;
  /** After what nothing refers to any more has been collected. */
  readonly heap: number;
  readonly nodes: number;
}

/** Counts CPU time and not the time that passes, so that other processes do not count. */
export async function countingOf(page: Page): Promise<() => Promise<Count>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const times = await metrics();
    await session.send("HeapProfiler.collectGarbage");
    const { JSHeapUsedSize: heap = 0, Nodes: nodes = 0 } = await metrics();
    const ms = (...names: string[]) =>
      names.reduce((sum, name) => sum + (times[name] ?? 0), 0) * 1e3;
    return {
      task: ms("TaskDuration"),
      script: ms("ScriptDuration"),
      layout: ms("LayoutDuration", "RecalcStyleDuration"),
      heap,
      nodes,
    };
  };

  async function metrics(): Promise<Sample> {
    const { metrics } = await session.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  }
}

declare global {
  interface Window {
    strain?: { frame: number; task: number; rows: number; elements: number };
  }
}

/** One frame in so many is looked at for rows and elements. */
const COUNTED = 20;

/**
 * Watches from now on for the longest time between two frames and the longest task (ms; Chromium
 * tells of tasks from 50 ms on), and for the most rows and elements. These are counted now and then:
 * to count thousands of elements at every frame would take some of the time that is measured, and
 * more of it where there are more of them.
 */
export function watchStrain(page: Page): Promise<void> {
  return page.evaluate((every) => {
    let seen = 0;
    const strain = (window.strain = { frame: 0, task: 0, rows: 0, elements: 0 });
    const rows = document.getElementsByClassName("row");
    const elements = document.getElementsByTagName("*");
    let before = performance.now();
    const frame = (now: number): void => {
      strain.frame = Math.max(strain.frame, now - before);
      before = now;
      if (seen++ % every === 0) {
        strain.rows = Math.max(strain.rows, rows.length);
        strain.elements = Math.max(strain.elements, elements.length);
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((tasks) => {
      for (const { duration } of tasks.getEntries()) strain.task = Math.max(strain.task, duration);
    }).observe({ type: "longtask" });
  }, COUNTED);
}

export async function strainOf(page: Page) {
  const strain = await page.evaluate(() => window.strain);
  if (strain === undefined) throw new Error("nobody watches");
  return strain;
}
