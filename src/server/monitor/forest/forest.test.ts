import { expect, test } from "vitest";
import { createForest, type Forest } from "./forest.ts";
import { createRandom } from "./random.ts";

const SHAPE = { trees: 10, leaves: 64, dimensions: 4 };

/** A wave with noise, cut into points of four values. */
function pointsOf(count: number): Float64Array[] {
  const random = createRandom(99);
  const values = Array.from(
    { length: count + 3 },
    (_, index) => Math.sin(index / 8) + random() / 5,
  );
  return Array.from({ length: count }, (_, index) =>
    Float64Array.from(values.slice(index, index + 4)),
  );
}

function scoresOf(forest: Forest, points: readonly Float64Array[]): number[] {
  return points.map((point) => {
    const score = forest.score(point);
    forest.learn(point);
    return score;
  });
}

test("the same seed and points give the same scores to the bit", () => {
  const points = pointsOf(1_000);
  const scores = scoresOf(createForest(SHAPE, 5), points);
  expect(scoresOf(createForest(SHAPE, 5), points)).toEqual(scores);
  expect(scoresOf(createForest(SHAPE, 6), points)).not.toEqual(scores);
});

test("the seed also says how trees are cut, not only what they hold", () => {
  const points = pointsOf(SHAPE.leaves);
  const [one, other] = [createForest(SHAPE, 5), createForest(SHAPE, 6)];
  for (const forest of [one, other]) for (const point of points) forest.learn(point);
  const asked = Float64Array.of(0.3, 0.1, 0.4, 0.2);
  expect(one.score(asked)).not.toBe(other.score(asked));
});

test("what is expected is what most trees expect", () => {
  const forest = createForest({ trees: 15, leaves: 32, dimensions: 2 }, 1);
  const random = createRandom(2);
  // One in eight is far off.
  for (let index = 0; index < 3_000; index++) {
    forest.learn(Float64Array.of(random(), random() < 1 / 8 ? 1_000 : 0));
  }
  const expected = Array.from({ length: 50 }, () =>
    forest.expected(Float64Array.of(random(), 0), 1),
  );
  expect(expected.filter((value) => value !== 0).length).toBeLessThan(3);
});

test("to ask for scores and for what was expected changes nothing", () => {
  const points = pointsOf(500);
  const [asked, silent] = [createForest(SHAPE, 5), createForest(SHAPE, 5)];
  for (const point of points) {
    asked.score(point);
    asked.expected(point, 3);
    asked.learn(point);
    silent.learn(point);
  }
  expect(scoresOf(asked, points)).toEqual(scoresOf(silent, points));
});

test("what is as ever scores about 1 in a forest of any size, and what never was more", () => {
  for (const leaves of [32, 256]) {
    const forest = createForest({ ...SHAPE, leaves }, 1);
    const scores = scoresOf(forest, pointsOf(1_500)).slice(-500);
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(mean).toBeGreaterThan(0.6);
    expect(mean).toBeLessThan(1.2);
    expect(forest.score(Float64Array.of(9, 9, 9, 9))).toBeGreaterThan(2);
  }
});

test("what never was displaces more than what is as ever", () => {
  const forest = createForest(SHAPE, 1);
  const points = pointsOf(500);
  for (const point of points) forest.learn(point);
  const usual = Math.max(...points.slice(-50).map((point) => forest.displacement(point)));
  expect(forest.displacement(Float64Array.of(9, 9, 9, 9))).toBeGreaterThan(usual);
});

test("what a forest is taught for long is what it expects", () => {
  const forest = createForest(SHAPE, 1);
  const points = pointsOf(1_000);
  for (const point of points) forest.learn(point);
  for (const point of points.slice(-50)) {
    const asked = Float64Array.from(point).fill(1e9, 3, 4);
    expect(Math.abs(forest.expected(asked, 3) - (point[3] ?? 0))).toBeLessThan(0.4);
  }
});

test("a level that came to stay is ordinary in the end: what is long ago is forgotten", () => {
  const forest = createForest({ ...SHAPE, dimensions: 1 }, 1);
  const random = createRandom(1);
  for (let index = 0; index < 2_000; index++) forest.learn(Float64Array.of(random()));
  const before = forest.score(Float64Array.of(100));
  for (let index = 0; index < 2_000; index++) forest.learn(Float64Array.of(100 + random()));
  expect(before).toBeGreaterThan(3);
  expect(forest.score(Float64Array.of(100.5))).toBeLessThan(1.2);
  expect(forest.score(Float64Array.of(0.5))).toBeGreaterThan(forest.score(Float64Array.of(100.5)));
});

test("a forest that knows nothing scores 0 and expects nothing", () => {
  const forest = createForest(SHAPE, 1);
  expect(forest.score(Float64Array.of(1, 2, 3, 4))).toBe(0);
  expect(forest.expected(Float64Array.of(1, 2, 3, 4), 3)).toBeNaN();
});

test("thirty trees of 256 points of a shingle of eight take a MiB and a half at most", () => {
  const forest = createForest({ trees: 30, leaves: 256, dimensions: 8 }, 1);
  const random = createRandom(3);
  // Until as many points as ever are held by one tree or another.
  for (let index = 0; index < 8_000; index++)
    forest.learn(Float64Array.from({ length: 8 }, random));
  expect(forest.bytes / 2 ** 20).toBeLessThan(1.5);
});
