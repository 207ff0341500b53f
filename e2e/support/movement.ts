import type { Sample } from "./screen.ts";

/** How rows that scroll have moved from frame to frame, in px: negative is up the screen. */
export interface Movement {
  readonly total: number;
  /** The farthest that the rows have moved in the other direction between two frames. */
  readonly reversal: number;
  /** The most that two rows have differed in how far they moved between two frames. */
  readonly shear: number;
}

/** The movement that these samples show, where each shares rows with the one before. */
export function movementOf(samples: readonly Sample[]): Movement {
  const steps = samples.slice(1).map((sample, index) => stepOf(samples[index] ?? {}, sample));
  const total = steps.reduce((sum, { distance }) => sum + distance, 0);
  const backwards = steps.map(({ distance }) => -Math.sign(total) * distance);
  return {
    total,
    reversal: Math.max(0, ...backwards),
    shear: Math.max(0, ...steps.map(({ shear }) => shear)),
  };
}

function stepOf(before: Sample, after: Sample): { distance: number; shear: number } {
  const distances = Object.entries(after).flatMap(([id, top]) => {
    const earlier = before[Number(id)];
    return earlier === undefined ? [] : [top - earlier];
  });
  if (distances.length === 0) throw new Error("all rows have changed from one frame to the next");
  const [least, most] = [Math.min(...distances), Math.max(...distances)];
  // The middle, so that what is lost in rounding does not add up in one direction.
  return { distance: (least + most) / 2, shear: most - least };
}

/** The farthest that this row has been from where it was first seen. */
export function shiftOf(id: number, samples: readonly Sample[]): number {
  const tops = samples.flatMap((sample) => sample[id] ?? []);
  const [first] = tops;
  if (first === undefined) throw new Error(`row ${id} was never on screen`);
  return Math.max(...tops.map((top) => Math.abs(top - first)));
}
