import type { Random } from "./random.ts";

/** What has been passed over: it takes no slot of the sample. */
export const PASSED_OVER = -1;

/**
 * A sample of a stream in which what came later is likelier to be: the weight of an item grows by the factor
 * e^`decay` from one to the next. Efraimidis and Spirakis' reservoir, by the logarithm of their keys, since the
 * weights themselves would soon be too large for a number.
 */
export function createSampler(size: number, decay: number, random: Random) {
  const keys = new Float64Array(size);
  let [filled, offered, worst] = [0, 0, 0];

  return {
    get bytes(): number {
      return keys.byteLength;
    },
    /** The slot that the next item of the stream takes, from one that came before where all are taken. */
    offer(): number {
      const key = Math.log(-Math.log(random())) - decay * offered++;
      const full = filled === size;
      if (full && key >= at(worst)) return PASSED_OVER;
      const slot = full ? worst : filled++;
      keys[slot] = key;
      if (filled === size) worst = indexOfLargest();
      return slot;
    },
  };

  function at(slot: number): number {
    return keys[slot] ?? 0;
  }

  function indexOfLargest(): number {
    let largest = 0;
    for (let slot = 1; slot < size; slot++) if (at(slot) > at(largest)) largest = slot;
    return largest;
  }
}
