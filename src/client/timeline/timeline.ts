import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { type Epoch, writeCursor } from "../../domain/cursor.ts";
import type { Answer } from "../../protocol/answer.ts";
import { readPage } from "../api/api.ts";
import { createLoad } from "../api/load.ts";
import type { Feed } from "../feed/feed.ts";
import type { Update } from "../window/window.ts";
import type { Clock } from "../ui/clock.ts";
import { type Bar, barAt, barsOf, type Bucket } from "./bars.ts";
import { offsetOf } from "../words/calendar.ts";
import { readCounts } from "./counts.ts";
import {
  answer,
  answerPart,
  arrive,
  ask,
  bucketsOf,
  covers,
  giveUp,
  type Histogram,
  NOTHING,
} from "./histogram.ts";
import { type Scale, scaleOf, type View, WHOLE } from "./scale.ts";
import { spansOf } from "./spans.ts";
import { type Tick, ticksOf } from "./ticks.ts";

/** What is looked at is counted once it has stayed the same for so long (ms). */
const REST = 250;
/** What arrives is drawn this often at most (ms). */
const DRAWN = 500;
/** What has changed otherwise is counted anew this often at most (ms). */
const COUNTED = 60_000;
/** So many buckets of arrivals are kept before all is counted anew. */
const MOST_TOLD = 720;

/** How many alerts were received when, by the filter of the feed, as far as it is looked at. */
export interface Timeline {
  readonly scale: Accessor<Scale>;
  readonly view: Accessor<View>;
  readonly look: (view: View) => void;
  /** It is so high (px). */
  readonly measure: (height: number) => void;
  readonly ticks: Accessor<readonly Tick[]>;
  readonly bars: Accessor<readonly Bar[]>;
  readonly barAt: (time: number) => Bar;
  /** When the first alert of all was received (ms since 1970), null where that is not known, or there is none. */
  readonly first: Accessor<number | null>;
  /** Whether it is known how far history goes: until then, no place in it means a time. */
  readonly isReady: Accessor<boolean>;
  /** Whether it is known how many were received at a time; it may not be, until the server has counted. */
  readonly isKnown: (time: number) => boolean;
}

/** Counts what the feed is told of, and asks the server for all that was before. */
export function createTimeline(feed: Feed, clock: Clock): Timeline {
  const [height, setHeight] = createSignal(0);
  const [view, setView] = createSignal(WHOLE);
  /** When the first alert was received as the server last said: undefined until it has, null where there was none. */
  const [oldest, setOldest] = createSignal<number | null>();
  /** When the first was received of which the feed was told: the first of all only where there was none. */
  const [told, setTold] = createSignal<number | null>(null);
  const [drawn, setDrawn] = createSignal(NOTHING);
  let histogram: Histogram = NOTHING;
  /** Up to when (ms since 1970) the server counts, or has counted. */
  let heard = 0;
  /** The newest alert that was told. */
  let newest = { id: 0, time: 0 };
  let countedAt = -Infinity;
  let isDrawing: ReturnType<typeof setTimeout> | undefined;
  let isResting: ReturnType<typeof setTimeout> | undefined;
  let isWaiting: ReturnType<typeof setTimeout> | undefined;

  const first = () => (oldest() === undefined ? null : (oldest() ?? told()));
  // What was received may be ahead of the clock: the log's never goes back.
  const now = createMemo(() => (drawn(), Math.max(clock.now(), feed.seen())));
  const offset = createMemo(() => offsetOf(now(), clock.zone()));
  const scale = createMemo(() =>
    scaleOf(view(), { first: first() ?? now(), now: now() }, Math.max(height(), 1)),
  );
  const isReady = () => oldest() !== undefined;
  const ticks = createMemo(() => (isReady() ? ticksOf(scale(), clock.zone()) : []));
  const bars = createMemo(() => barsOf(scale(), bucketsOf(drawn()), offset()));

  const load = createLoad(count);

  /** Counts all that is in view. */
  function count(): void {
    stop();
    if (height() === 0) return;
    countedAt = performance.now();
    load.run(readAll, (counted) => {
      histogram = answer(histogram, counted);
      draw();
    });
  }

  function stop(): void {
    clearTimeout(isWaiting);
    isWaiting = undefined;
    load.abort();
    histogram = giveUp(histogram);
  }

  async function readAll(signal: AbortSignal): Promise<Answer<readonly Bucket[]>> {
    if (first() === null) {
      const read = await readFirst(feed.epoch(), signal);
      if (!read.ok) return read;
      if (signal.aborted) return { ok: true, value: [] };
      setOldest(read.value);
    }
    heard = feed.seen();
    histogram = ask(histogram, heard + 1);
    if (first() === null) return { ok: true, value: [] };
    const spans = spansOf(scale(), heard + 1, offset());
    return readCounts(feed.filter(), spans, signal, (counted) => {
      histogram = answerPart(histogram, counted);
      draw();
    });
  }

  function draw(): void {
    clearTimeout(isDrawing);
    isDrawing = undefined;
    setDrawn(histogram);
  }

  /** Something has changed that only the server can count. */
  function doubt(): void {
    const since = performance.now() - countedAt;
    isWaiting ??= setTimeout(countIfSeen, Math.max(COUNTED - since, REST));
  }

  function countIfSeen(): void {
    isWaiting = undefined;
    if (document.visibilityState === "visible") count();
    else document.addEventListener("visibilitychange", countIfSeen, { once: true });
  }

  function hear({ put, patch, remove }: Update): void {
    // Each alert arrives once; what was told of before, or is older, has come to match.
    const arrived = put.filter(
      ({ id, receivedAt }) => id > newest.id && Date.parse(receivedAt) > heard,
    );
    const isOld = put.length > arrived.length || remove.length > 0;
    if (isOld || patch.some((changed) => "severity" in changed)) doubt();
    if (arrived.length > 0) take(arrived);
  }

  function take(arrived: readonly Alert[]): void {
    const arrivals = arrived.map(({ receivedAt, severity }) => ({
      time: Date.parse(receivedAt),
      severity,
    }));
    newest = {
      id: Math.max(...arrived.map(({ id }) => id)),
      time: Math.max(newest.time, ...arrivals.map(({ time }) => time)),
    };
    histogram = arrive(histogram, arrivals);
    setTold((before) => before ?? Math.min(...arrivals.map(({ time }) => time)));
    if (histogram.told.buckets.length > MOST_TOLD) doubt();
    isDrawing ??= setTimeout(draw, DRAWN);
  }

  /** Counts all of it anew: nothing of what was counted is true any more. */
  function begin(): void {
    histogram = NOTHING;
    draw();
    count();
  }

  /** Of another database, which has another history. */
  function beginAnew(): void {
    newest = { id: 0, time: 0 };
    setOldest(undefined);
    setTold(null);
    setView(WHOLE);
    begin();
  }

  /** A place was read anew, perhaps with what nobody has told of. */
  function landed(): void {
    if (feed.seen() > Math.max(heard, newest.time)) doubt();
  }

  onCleanup(feed.listen(hear));
  createEffect(on(feed.filter, begin, { defer: true }));
  createEffect(on(feed.epoch, beginAnew, { defer: true }));
  createEffect(
    on(
      feed.landing.state,
      // The feed takes what was read once its load has ended.
      (state) => state === "idle" && queueMicrotask(landed),
      { defer: true },
    ),
  );
  createEffect(
    on([height, view, clock.zone], () => {
      clearTimeout(isResting);
      isResting = setTimeout(count, REST);
    }),
  );
  onCleanup(() => {
    for (const timer of [isDrawing, isResting, isWaiting]) clearTimeout(timer);
    document.removeEventListener("visibilitychange", countIfSeen);
    load.abort();
  });

  return {
    scale,
    view,
    look: setView,
    measure: setHeight,
    ticks,
    bars,
    barAt: (time) => barAt(scale(), bars(), time, offset()),
    first,
    isReady,
    isKnown: (time) => covers(drawn(), time) || (first() === null && isReady()),
  };
}

/** When the first alert of all was received (ms since 1970), whatever is filtered; null where there is none. */
async function readFirst(epoch: Epoch, signal: AbortSignal): Promise<Answer<number | null>> {
  const where = { after: writeCursor(epoch, 0) };
  const page = await readPage({ deleted: "include" }, where, signal, 1);
  if (!page.ok) return page;
  const [alert] = page.value.alerts;
  return { ok: true, value: alert === undefined ? null : Date.parse(alert.receivedAt) };
}
