/** Buckets without a value that the last one stands in for. After more, what was before is no neighbour. */
export const HELD = 4;

/** The last values of a series as one point, the newest last: what a forest sees is their shape. */
export function createShingle(size: number) {
  const point = new Float64Array(size);
  let [filled, held] = [0, 0];

  return {
    /** The point, or null before there were values enough. It is the same array each time. */
    get point(): Float64Array | null {
      return filled === size ? point : null;
    },

    push(value: number): void {
      held = 0;
      move(value);
    },

    /** Says that a value is missing. */
    miss(): void {
      held++;
      if (held > HELD) filled = 0;
      else if (filled > 0) move(point[size - 1] ?? 0);
    },
  };

  function move(value: number): void {
    point.copyWithin(0, 1);
    point[size - 1] = value;
    filled = Math.min(size, filled + 1);
  }
}
