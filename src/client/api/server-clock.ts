import { at } from "../../protocol/base-path.ts";
import { createSignal, onCleanup, onMount } from "solid-js";
import type { Clock } from "../ui/clock.ts";
import { PREFERRED, prefer } from "../ui/preferred.ts";

/** Relative times are renewed this often (ms). */
const TICK = 10_000;
/** So much (ms) may the reader's clock and one that nobody sets go apart between two looks. */
const APART = 2000;

/** What the server's clock said (ms) at a moment of a clock that goes on steadily (ms). */
export interface Sample {
  readonly server: number;
  readonly steady: number;
}

/** What the server says of its clock. */
interface Heard {
  /** Its time in whole seconds (ms). */
  readonly date: number;
  /** When it was asked and answered, in ms of a clock that nobody sets. */
  readonly askedAt: number;
  readonly heardAt: number;
}

export function serverTime({ server, steady }: Sample, now: number): number {
  return server + now - steady;
}

/**
 * The sample after the server has told its time again, in whole seconds and a while ago: it stays as
 * it is where both may be right.
 */
export function corrected(sample: Sample, { date, askedAt, heardAt }: Heard): Sample {
  const expected = serverTime(sample, heardAt);
  const latest = date + 1000 + (heardAt - askedAt);
  const server = Math.min(Math.max(expected, date), latest);
  return server === expected ? sample : { server, steady: heardAt };
}

/**
 * The server's clock, carried on by one that nobody sets: what the reader's own clock says may be
 * wrong. It begins with the time at which the server rendered, so that both render the same.
 *
 * That time is long past where the page comes from a cache, and no steady clock need go on while a
 * machine sleeps: then the server is asked.
 */
export function createServerClock(openedAt: string): Clock {
  const [now, setNow] = createSignal(Date.parse(openedAt));
  const [zone, setZone] = createSignal("UTC", { equals: false });

  onMount(() => {
    const ended = new AbortController();
    const { signal } = ended;
    const loading = loadingTime();
    let sample: Sample = { server: Date.parse(openedAt), steady: loading.respondedAt };
    let isDoubtful = loading.isFromCache;
    let ahead = readersAhead();

    function tick(): void {
      setNow(serverTime(sample, performance.now()));
    }

    /** Whatever tells a time reads the zone, so it tells it anew where only the hours are counted otherwise. */
    function renewZone(): void {
      setZone(prefer());
    }

    /** The reader's clock was set, or it alone went on. Either way, the server knows. */
    function look(): void {
      const isApart = Math.abs(readersAhead() - ahead) > APART;
      ahead = readersAhead();
      isDoubtful ||= isApart;
      tick();
      if (isDoubtful) void ask();
    }

    async function ask(): Promise<void> {
      const heard = await readServerTime(signal);
      if (heard === null || signal.aborted) return;
      sample = corrected(sample, heard);
      isDoubtful = false;
      tick();
    }

    // In a task of its own: what is written in the zone takes as long to find as half the page.
    const waking = setTimeout(renewZone);
    addEventListener(PREFERRED, renewZone, { signal });
    const ticking = setInterval(look, TICK);
    addEventListener(
      "pageshow",
      ({ persisted }) => {
        isDoubtful ||= persisted;
        look();
      },
      { signal },
    );
    document.addEventListener("visibilitychange", look, { signal });
    look();
    onCleanup(() => {
      ended.abort();
      clearTimeout(waking);
      clearInterval(ticking);
    });
  });
  return { now, zone };
}

/** By how much (ms) the reader's clock is ahead of the steady one. */
function readersAhead(): number {
  // oxlint-disable-next-line no-restricted-properties -- to find out whether it was set
  return Date.now() - performance.now();
}

/** When the page came (ms since it was asked for), and whether it was not the server who sent it. */
function loadingTime(): { readonly respondedAt: number; readonly isFromCache: boolean } {
  const [entry] = performance.getEntriesByType("navigation");
  if (!(entry instanceof PerformanceNavigationTiming)) {
    return { respondedAt: performance.now(), isFromCache: false };
  }
  const { transferSize, encodedBodySize, responseStart } = entry;
  return { respondedAt: responseStart, isFromCache: transferSize < encodedBodySize };
}

/** The server's time; null where it does not answer. */
async function readServerTime(signal: AbortSignal): Promise<Heard | null> {
  const askedAt = performance.now();
  try {
    // By the next look: where the server hangs, those who ask must not fill the browser's connections.
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(TICK)]);
    const { headers } = await fetch(at("/healthz"), { cache: "no-store", signal: inTime });
    const date = Date.parse(headers.get("date") ?? "");
    return Number.isNaN(date) ? null : { date, askedAt, heardAt: performance.now() };
  } catch {
    return null;
  }
}
