/** Draws a number strictly between 0 and 1. */
export type Random = () => number;

/** Words that are drawn and thrown away, until seeds that differ in a bit have nothing in common. */
const MIXING = 15;

/** Chris Doty-Humphrey's sfc32: the same draws for the same seed and stream, on every machine. */
export function createRandom(seed: number, stream = 0): Random {
  let [a, b, c, counter] = [seed | 0, Math.floor(seed / 2 ** 32) | 0, stream | 0, 1];

  function word(): number {
    const drawn = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + drawn;
    return drawn;
  }

  for (let drawn = 0; drawn < MIXING; drawn++) word();
  return () => ((word() >>> 0) + 0.5) / 2 ** 32;
}
