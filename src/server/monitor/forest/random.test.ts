import { expect, test } from "vitest";
import { createRandom } from "./random.ts";

const draw = (count: number, seed: number, stream = 0) => {
  const random = createRandom(seed, stream);
  return Array.from({ length: count }, () => random());
};

test("the same seed and stream draw the same", () => {
  expect(draw(100, 7, 3)).toEqual(draw(100, 7, 3));
});

test.each([
  [7, 4],
  [8, 3],
  [7 + 2 ** 32, 3],
])("another seed or stream draws something else: %d, %d", (seed, stream) => {
  expect(draw(5, seed, stream)).not.toEqual(draw(5, 7, 3));
});

test("draws lie between 0 and 1, evenly", () => {
  const [draws, parts] = [40_000, 16];
  const counts = Array.from<number>({ length: parts }).fill(0);
  for (const drawn of draw(draws, 1)) {
    expect(drawn > 0 && drawn < 1).toBe(true);
    const part = Math.floor(drawn * parts);
    counts[part] = (counts[part] ?? 0) + 1;
  }
  const even = draws / parts;
  const chiSquare = counts.reduce((sum, count) => sum + (count - even) ** 2 / even, 0);
  // Of 15 degrees of freedom: even draws exceed it once in ten thousand seeds, and this is one seed.
  expect(chiSquare).toBeLessThan(44);
});
