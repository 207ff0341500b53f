import { expect, test } from "vitest";
import { createPoints } from "./points.ts";
import { createRandom, type Random } from "./random.ts";
import { displacementIn } from "./score.ts";
import { createTree, type Node } from "./tree.ts";

/*
 * What the paper proves of its trees, measured: their shapes are distributed as those of trees that are cut from all
 * the points at once, in whatever order points came, and whatever others came and went. Mean displacements of
 * thousands of trees are compared with the same of trees that are cut by the definition. A right program would have
 * one of the 48 z-scores above 5 once in 36,000 seeds; the seeds are fixed.
 */
const BOUND = 5;
const TREES = 4_000;

/** Twelve points of three dimensions: an outlier, three that are equal, two nearly so, and one dimension constant. */
const POINTS: readonly (readonly number[])[] = [
  [0, 3, 1],
  [0, 3, 1],
  [0, 3, 1],
  [1, 3, 2],
  [1 + 1e-12, 3, 2],
  [2, 3, 0],
  [3, 3, 1.5],
  [3.5, 3, 4],
  [4, 3, 4],
  [5, 3, -1],
  [6, 3, 3],
  [20, 3, 9],
];
const OTHERS: readonly (readonly number[])[] = [
  [50, 3, 50],
  [0, 3, 1],
  [-30, 3, 2],
  [2.5, 99, 1],
  [3, 3, 1.5],
];
const IN_ORDER = POINTS.map((_, index) => index);

interface Means {
  readonly mean: readonly number[];
  /** Of the mean. */
  readonly variance: readonly number[];
}

test.each([
  ["as they are listed", IN_ORDER, false],
  ["from the last to the first", IN_ORDER.toReversed(), false],
  ["with the equal ones far apart", [0, 11, 5, 1, 10, 6, 3, 9, 7, 4, 8, 2], false],
  ["with others that come and go", [11, 4, 7, 0, 2, 9, 1, 3, 10, 8, 5, 6], true],
] as const)("displacements do not depend on the way a tree grew: %s", (_, order, withOthers) => {
  const grown = measure(1, (random) => grow(order, withOthers, random));
  expect(Math.max(...zScores(grown, BY_DEFINITION))).toBeLessThan(BOUND);
});

const BY_DEFINITION = measure(2, (random) => displacements(IN_ORDER, random));

test("the outlier is displaced most", () => {
  const { mean } = BY_DEFINITION;
  expect(Math.max(...mean)).toBe(mean.at(-1));
});

/** Displacements, by point, in one tree that took the points in turn. */
function grow(order: readonly number[], withOthers: boolean, random: Random): number[] {
  const points = createPoints(3);
  const tree = createTree(points, POINTS.length + OTHERS.length, random);
  const take = (point: readonly number[]) => tree.insert(points.add(point));
  const leaves: Node[] = [];
  const strangers: Node[] = [];
  for (const [turn, index] of order.entries()) {
    leaves[index] = take(POINTS[index] ?? []);
    const other = OTHERS[turn];
    if (withOthers && other !== undefined) strangers.push(take(other));
    if (turn > 6) for (const leaf of strangers.splice(0, 1)) tree.remove(leaf);
  }
  for (const leaf of strangers) tree.remove(leaf);
  return leaves.map((leaf) => displacementIn(tree, leaf));
}

/** The same where the tree is cut by the definition: by a dimension that its range makes likely, anywhere in it. */
function displacements(indices: readonly number[], random: Random): number[] {
  const found = Array.from<number>({ length: POINTS.length }).fill(0);
  cut(indices);
  return found;

  function cut(under: readonly number[]): void {
    const ranges = [0, 1, 2].map((dimension) => {
      const along = under.map((index) => coordinate(index, dimension));
      return {
        dimension,
        low: Math.min(...along),
        length: Math.max(...along) - Math.min(...along),
      };
    });
    let left = random() * ranges.reduce((sum, { length }) => sum + length, 0);
    for (const { dimension, low, length } of ranges) {
      if (left < length) return part(under, dimension, low + left);
      left -= length;
    }
  }

  function part(under: readonly number[], dimension: number, value: number): void {
    const one = under.filter((index) => coordinate(index, dimension) <= value);
    const other = under.filter((index) => coordinate(index, dimension) > value);
    displace(one, other.length);
    displace(other, one.length);
    cut(one);
    cut(other);
  }

  function displace(group: readonly number[], siblings: number): void {
    for (const index of group) found[index] = Math.max(found[index] ?? 0, siblings / group.length);
  }
}

function coordinate(index: number, dimension: number): number {
  return POINTS[index]?.[dimension] ?? Number.NaN;
}

function measure(seed: number, one: (random: Random) => number[]): Means {
  const sums = POINTS.map(() => ({ sum: 0, squares: 0 }));
  for (let tree = 0; tree < TREES; tree++) {
    for (const [index, value] of one(createRandom(seed, tree)).entries()) {
      const to = sums[index];
      if (to === undefined) continue;
      to.sum += value;
      to.squares += value ** 2;
    }
  }
  return {
    mean: sums.map(({ sum }) => sum / TREES),
    variance: sums.map(({ sum, squares }) => (squares / TREES - (sum / TREES) ** 2) / TREES),
  };
}

function zScores(one: Means, other: Means): number[] {
  return one.mean.map((mean, index) => {
    const variance = (one.variance[index] ?? 0) + (other.variance[index] ?? 0);
    return Math.abs(mean - (other.mean[index] ?? 0)) / Math.sqrt(variance);
  });
}
