import type { Bench } from "./bench.ts";
import { firstView } from "./first-view.ts";
import { latency } from "./latency.ts";
import { feedWindow } from "./window.ts";

/** The benchmarks that need a browser. */
export const BROWSER_BENCHES: readonly Bench[] = [latency, feedWindow, firstView];
