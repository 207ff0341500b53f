import { expect, test } from "vitest";
import { createRandom } from "./random.ts";

const draw = (count: number, seed: number, stream = 0) => {
  const random = createRandom(seed, stream);
  return Array.from({ length: count }, () => random());
};

test("the same seed and stream draw the same", () => {
  expect(draw(100, 7, 3)).toEqual(draw(100, 7, 3));
});

// Reckoned by another program, in another language.
test("the draws are those of sfc32", () => {
  const words = draw(4, 7, 3).map((drawn) => drawn * 2 ** 32 - 0.5);
  expect(words).toEqual([1186431023, 1691808228, 1207332826, 3413441780]);
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
