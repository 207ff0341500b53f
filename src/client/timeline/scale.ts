/** Younger than this (ms), time has nearly even room; older, ever less, by the logarithm of its age. */
const GRAIN = 3_600_000;
/** The shortest time (ms) that fills the whole height. */
export const SHORTEST = 600_000;

/** The ends of history (ms since 1970): when its first alert was received, and now. */
export interface Bounds {
  readonly first: number;
  readonly now: number;
}

/** The part of history that is looked at (ms since 1970); null: as far as history goes. */
export interface View {
  readonly newest: number | null;
  readonly oldest: number | null;
}

export const WHOLE: View = { newest: null, oldest: null };

/**
 * Where times stand, from the newest at the top (0 px) to the oldest at `height` px. Depth grows with
 * the logarithm of age, and px grow evenly with depth: so every zoom is the same curve, cut elsewhere.
 */
export interface Scale extends Bounds {
  readonly height: number;
  /** The depth of both ends. */
  readonly top: number;
  readonly bottom: number;
}

export function scaleOf(view: View, { first, now }: Bounds, height: number): Scale {
  const start = Math.min(first, now - SHORTEST);
  const top = view.newest === null ? 0 : depthOf(now - view.newest);
  const bottom = depthOf(now - (view.oldest ?? start));
  return { first: start, now, height, top, bottom };
}

/** How far down (px) a time stands; above 0 and below `height` what is not in view. */
export function yOf(scale: Scale, time: number): number {
  const { now, height, top, bottom } = scale;
  return ((depthOf(now - time) - top) / (bottom - top)) * height;
}

/** The time (ms since 1970) that stands there; what lies beyond an end is at that end. */
export function timeAt(scale: Scale, y: number): number {
  return scale.now - ageOf(depthAt(scale, Math.min(Math.max(y, 0), scale.height)));
}

/** How many px so short a time (ms) takes where a time stands. */
export function roomOf(scale: Scale, length: number, time: number): number {
  return (length * scale.height) / ((scale.bottom - scale.top) * (age(scale, time) + GRAIN));
}

/** The oldest time at which `length` (ms) still has so much room (px). */
export function oldestWithRoom(scale: Scale, length: number, room: number): number {
  return scale.now + GRAIN - (length * scale.height) / ((scale.bottom - scale.top) * room);
}

/** The view that shows `factor` times as much around what stands at `y`, which stays there. */
export function zoomed(scale: Scale, y: number, factor: number): View {
  const depth = depthAt(scale, y);
  const least = SHORTEST / (ageOf(depth) + GRAIN);
  const range = Math.max((scale.bottom - scale.top) * factor, least);
  return cut(scale, depth - (y / scale.height) * range, range);
}

/** The view moved so far that a time is in its middle, or the same one where it is in it already. */
export function following(scale: Scale, view: View, time: number): View {
  const depth = depthOf(age(scale, time));
  if (depth >= scale.top && depth <= scale.bottom) return view;
  const range = scale.bottom - scale.top;
  return cut(scale, depth - range / 2, range);
}

/** The view of so much depth from there, within history. */
function cut({ first, now }: Scale, wanted: number, range: number): View {
  const whole = depthOf(now - first);
  if (range >= whole) return WHOLE;
  const top = Math.min(Math.max(wanted, 0), whole - range);
  return {
    newest: top <= 0 ? null : now - ageOf(top),
    oldest: top + range >= whole ? null : now - ageOf(top + range),
  };
}

function age(scale: Scale, time: number): number {
  return Math.max(scale.now - time, 0);
}

function depthAt({ top, bottom, height }: Scale, y: number): number {
  return top + (y / height) * (bottom - top);
}

function depthOf(age: number): number {
  return Math.log1p(Math.max(age, 0) / GRAIN);
}

function ageOf(depth: number): number {
  return Math.expm1(depth) * GRAIN;
}
