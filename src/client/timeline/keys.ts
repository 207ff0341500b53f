import { type Scale, timeAt, yOf } from "./scale.ts";
import type { Tick } from "./ticks.ts";

/** Where a key leads: to a time (ms since 1970), to an end of history, or to a closer or wider look. */
export type Move =
  | { readonly type: "time"; readonly time: number }
  | { readonly type: "newest" | "oldest" | "closer" | "wider" };

/** A page is this part of the height. */
const PAGE = 1 / 5;

/** Where a key leads from a time, null where it leads nowhere. Up is newer, as in the feed. */
export function moveBy(
  key: string,
  scale: Scale,
  ticks: readonly Tick[],
  time: number,
): Move | null {
  switch (key) {
    case "ArrowUp":
    case "ArrowRight":
      return newer(ticks, time, yOf(scale, time));
    case "ArrowDown":
    case "ArrowLeft":
      return older(scale, ticks, time, yOf(scale, time));
    case "PageUp":
      return newer(ticks, time, yOf(scale, time) - scale.height * PAGE);
    case "PageDown":
      return older(scale, ticks, time, yOf(scale, time) + scale.height * PAGE);
    case "Home":
      return { type: "newest" };
    case "End":
      return { type: "oldest" };
    case "+":
    case "=":
      return { type: "closer" };
    case "-":
      return { type: "wider" };
    default:
      return null;
  }
}

/** To the next tick that stands at `y` or above; where there is none, to the upper end. */
function newer(ticks: readonly Tick[], time: number, y: number): Move {
  const next = ticks.findLast((tick) => tick.time > time && tick.y <= y);
  return next === undefined ? { type: "newest" } : { type: "time", time: next.time };
}

/** To the next tick that stands at `y` or below; where there is none, to the lower end. */
function older(scale: Scale, ticks: readonly Tick[], time: number, y: number): Move {
  const next = ticks.find((tick) => tick.time < time && tick.y >= y);
  if (next !== undefined) return { type: "time", time: next.time };
  const end = timeAt(scale, scale.height);
  return end > scale.first && end < time ? { type: "time", time: end } : { type: "oldest" };
}
