import {
  createMemo,
  createSignal,
  For,
  Index,
  on,
  onCleanup,
  onMount,
  Show,
  untrack,
} from "solid-js";
import { SEVERITIES } from "../../domain/alert.ts";
import { useFeed } from "../feed/feed.ts";
import type { Place } from "../feed/place.ts";
import { useClock } from "../ui/clock.ts";
import { createAim } from "./aim.ts";
import { GoToTime } from "./GoToTime.tsx";
import { moveBy } from "./keys.ts";
import { outlinesOf } from "./outlines.ts";
import { following, timeAt, yOf, zoomed } from "./scale.ts";
import { countWords, spanWords } from "./span-words.ts";
import { createTimeline } from "./timeline.ts";

export interface TimelineProps {
  /** What is on screen, null where nothing is. */
  readonly place: Place | null;
  /** Lands at a time (ms since 1970). */
  readonly onJump: (time: number) => void;
  /** Whether a date is asked for, see {@link GoToTime}. */
  readonly isAsking: boolean;
  readonly onAsked: () => void;
  readonly onToggle: (isOpen: boolean) => void;
}

/** Beside the bars, labels take so much (px) where there is room for both. */
const LABELS = 40;
/** Narrower than this (px), there is none. */
const NARROW = 60;
/** The frame is so high (px) at least. */
const FRAME = 8;
/** Half of the height of what is told (px). */
const TIP = 24;
/** A turn of the wheel by so much (px) shows e times as much or as little. */
const TURN = 400;
/** Of a wheel that tells lines or pages instead (px). */
const TURNED = [1, 20, 400] as const;
/** A key for a closer look shows this part. */
const CLOSER = 0.5;

/** All of history beside the feed, newest on top: how many alerts were received when, and where the reader is. */
export function Timeline(props: TimelineProps) {
  const feed = useFeed();
  const clock = useClock();
  const timeline = createTimeline(feed, clock);
  const { scale } = timeline;
  const aim = createAim(
    feed,
    () => props.place,
    (time) => props.onJump(time),
    () => ({ first: timeline.first(), now: scale().now }),
  );
  const [width, setWidth] = createSignal(0);
  const [pointed, setPointed] = createSignal<number | null>(null);
  const [isFocused, setFocused] = createSignal(false);
  /** Whether the pointer drags the frame. */
  const [isAiming, setAiming] = createSignal(false);
  let slider!: HTMLDivElement;
  let isPressed = false;

  /** Where the reader is, or wants to be (ms since 1970). */
  const here = () => aim.time() ?? props.place?.newest ?? scale().now;
  const barWidth = () => Math.max(width() - (width() < NARROW ? 4 : LABELS), 0);
  const outlines = createMemo(() => outlinesOf(scale(), timeline.bars(), barWidth()));
  const bar = createMemo(() => timeline.barAt(here()));
  // Whoever has the focus on it is told where it is when that changes, and not whenever one more is counted.
  const value = createMemo(
    on(
      [
        () => bar().start,
        () => bar().step,
        () => timeline.isKnown(here()),
        () => (isFocused() ? null : bar()),
      ],
      () => untrack(() => words(here()).join(": ")),
    ),
  );
  const told = () => pointed() ?? (isFocused() ? clamped(yOf(scale(), here())) : null);

  const tip = () => {
    const y = pointed();
    return words(y === null ? here() : timeAt(scale(), y));
  };

  function words(time: number): readonly [span: string, counts: string] {
    const { start, end, counts } = timeline.barAt(time);
    const span = spanWords(start, end, clock.zone(), clock.now());
    return [span, timeline.isKnown(time) ? countWords(counts) : "not counted yet"];
  }

  function clamped(y: number): number {
    return Math.min(Math.max(y, 0), scale().height);
  }

  /** The frame around what is on screen, or where the reader is about to land. */
  const frame = createMemo(() => {
    const wanted = feed.landing.state() === "loading" || isAiming() ? aim.time() : null;
    const { newest, oldest } =
      wanted === null
        ? (props.place ?? { newest: here(), oldest: here() })
        : { newest: wanted, oldest: wanted };
    const top = clamped(yOf(scale(), newest));
    const height = Math.max(clamped(yOf(scale(), oldest)) - top, FRAME);
    return { top: Math.min(top, scale().height - height), height };
  });

  function timeOf(event: PointerEvent): number {
    return timeAt(scale(), event.offsetY);
  }

  function pointerDown(event: PointerEvent): void {
    if (!event.isPrimary || event.button !== 0 || !timeline.isReady()) return;
    isPressed = true;
    slider.setPointerCapture(event.pointerId);
    pointerMoved(event);
  }

  function pointerMoved(event: PointerEvent): void {
    setPointed(clamped(event.offsetY));
    if (!isPressed) return;
    setAiming(true);
    aim.at(timeOf(event));
  }

  function pointerUp(event: PointerEvent): void {
    if (!isPressed) return;
    release();
    aim.go(timeOf(event));
    if (event.pointerType !== "mouse") setPointed(null);
  }

  function pointerCancelled(): void {
    if (isPressed) aim.at(null);
    release();
    setPointed(null);
  }

  function release(): void {
    isPressed = false;
    setAiming(false);
  }

  function wheeled(event: WheelEvent): void {
    // With Ctrl, the browser zooms the page.
    if (event.ctrlKey) return;
    event.preventDefault();
    const turned = event.deltaY * (TURNED[event.deltaMode as 0 | 1 | 2] ?? 1);
    timeline.look(zoomed(scale(), clamped(event.offsetY), Math.exp(turned / TURN)));
  }

  function pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !timeline.isReady()) return;
    const move = moveBy(event.key, scale(), timeline.ticks(), here());
    if (move === null) return;
    event.preventDefault();
    switch (move.type) {
      case "time":
        return goTo(move.time);
      case "newest":
        return goTo(scale().now);
      case "oldest":
        return goTo(scale().first);
      case "closer":
        return zoom(CLOSER);
      case "wider":
        return zoom(1 / CLOSER);
      default:
        return move satisfies never;
    }
  }

  function zoom(factor: number): void {
    timeline.look(zoomed(scale(), clamped(yOf(scale(), here())), factor));
  }

  function goTo(time: number): void {
    timeline.look(following(scale(), timeline.view(), time));
    aim.go(time);
  }

  onMount(() => {
    // Between layout and paint: it is measured without another layout.
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      setWidth(entry.contentRect.width);
      timeline.measure(entry.contentRect.height);
    });
    observer.observe(slider);
    slider.addEventListener("wheel", wheeled, { passive: false });
    // Here and not at the document, where the page listens, to hear of a key before it does.
    slider.addEventListener("keydown", pressed);
    onCleanup(() => observer.disconnect());
  });

  return (
    <>
      <div
        class="timeline"
        data-timeline
        role="slider"
        tabindex="0"
        aria-label="Place in time"
        aria-orientation="vertical"
        aria-valuemin={Math.floor(scale().first / 1000)}
        aria-valuemax={Math.ceil(scale().now / 1000)}
        aria-valuenow={Math.round(Math.min(Math.max(here(), scale().first), scale().now) / 1000)}
        aria-valuetext={value()}
        ref={slider}
        onPointerDown={pointerDown}
        onPointerMove={pointerMoved}
        onPointerUp={pointerUp}
        onPointerCancel={pointerCancelled}
        onPointerLeave={() => !isPressed && setPointed(null)}
        onFocus={({ currentTarget }) => setFocused(currentTarget.matches(":focus-visible"))}
        onBlur={() => setFocused(false)}
      >
        <svg class="timeline-bars" width={barWidth()} height={scale().height} aria-hidden="true">
          <For each={SEVERITIES}>
            {(severity) => <path data-severity={severity} d={outlines()[severity]} />}
          </For>
        </svg>
        <Index each={timeline.ticks()}>
          {(tick) => (
            <span class="timeline-tick" style={{ "--y": `${tick().y}px` }}>
              {tick().label}
            </span>
          )}
        </Index>
        <div
          class="timeline-here"
          data-timeline-here
          style={{ "--y": `${frame().top}px`, "--height": `${frame().height}px` }}
        />
        <Show when={told() !== null}>
          <div
            class="timeline-tip"
            style={{ "--y": `${Math.min(Math.max(told() ?? 0, TIP), scale().height - TIP)}px` }}
          >
            <b>{tip()[0]}</b>
            {tip()[1]}
          </div>
        </Show>
      </div>
      <GoToTime
        isOpen={props.isAsking}
        now={scale().now}
        onGo={goTo}
        onClose={() => props.onAsked()}
        onToggle={(isOpen) => props.onToggle(isOpen)}
      />
    </>
  );
}
