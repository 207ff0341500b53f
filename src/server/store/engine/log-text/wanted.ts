/** Some alerts, one bit for each that there is, so that a year of them fits into a few megabytes. */
export interface Wanted {
  /** The lowest number, null where there are none. */
  readonly first: () => number | null;
  readonly add: (id: number) => void;
  readonly has: (id: number) => boolean;
}

/** None yet, of alerts up to the number `highest`. */
export function createWanted(highest: number): Wanted {
  const bits = new Uint8Array(Math.floor(highest / 8) + 1);
  let first: number | null = null;
  return {
    first: () => first,
    add(id) {
      const at = Math.floor(id / 8);
      bits[at] = (bits[at] ?? 0) | (1 << (id % 8));
      if (first === null || id < first) first = id;
    },
    has: (id) => ((bits[Math.floor(id / 8)] ?? 0) & (1 << (id % 8))) !== 0,
  };
}
