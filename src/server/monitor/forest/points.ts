/** The place of a point among those of its forest. */
export type PointId = number;

const FIRST_ROOM = 64;
/** By an eighth: by twice, half of the largest thing a monitor has in memory could lie empty. */
const GROWTH = 1.125;

export type Points = ReturnType<typeof createPoints>;

/** The points that the trees of a forest hold between them, each of them once, however many hold it. */
export function createPoints(dimensions: number) {
  let values = new Float64Array(FIRST_ROOM * dimensions);
  let holders = new Uint16Array(FIRST_ROOM);
  const free: PointId[] = [];
  let used = 0;

  return {
    dimensions,
    /** Coordinates of all points: those of `id` begin at `id * dimensions`. Replaced as it grows. */
    get values(): Float64Array {
      return values;
    },
    get bytes(): number {
      return values.byteLength + holders.byteLength;
    },

    /** Takes a copy, with its caller as the first who holds it. */
    add(point: ArrayLike<number>): PointId {
      if (free.length === 0 && used === holders.length) grow();
      const id = free.pop() ?? used++;
      values.set(point, id * dimensions);
      holders[id] = 1;
      return id;
    },
    hold(id: PointId): void {
      holders[id] = (holders[id] ?? 0) + 1;
    },
    /** Lets go of a point. When the last one does, its place is free for another. */
    release(id: PointId): void {
      const left = (holders[id] ?? 0) - 1;
      holders[id] = left;
      if (left === 0) free.push(id);
    },
  };

  function grow(): void {
    const room = Math.ceil(used * GROWTH);
    const [wider, longer] = [new Float64Array(room * dimensions), new Uint16Array(room)];
    wider.set(values);
    longer.set(holders);
    [values, holders] = [wider, longer];
  }
}
