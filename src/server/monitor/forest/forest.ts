import { createPoints, type Points } from "./points.ts";
import { createRandom } from "./random.ts";
import { createSampler, PASSED_OVER } from "./sampler.ts";
import { displacementIn, nearestIn, scoreIn } from "./score.ts";
import { createTree, NONE } from "./tree.ts";

export interface ForestShape {
  readonly trees: number;
  /** Points in each tree, at most 16,000. */
  readonly leaves: number;
  /** Coordinates of each point, at most 256: finite, and within 1e150 of 0, where ranges are still numbers. */
  readonly dimensions: number;
}

export type Forest = ReturnType<typeof createForest>;

/**
 * Random cut trees, each of another sample of the same stream of points, in which what came lately is likelier to be.
 * The same seed and the same calls give the same answers to the bit. Points have as many coordinates as the shape says.
 */
export function createForest({ trees, leaves, dimensions }: ForestShape, seed: number) {
  const points = createPoints(dimensions);
  const planted = Array.from({ length: trees }, (_, index) => plant(points, leaves, seed, index));
  const found = new Float64Array(trees);
  let learnt = 0;

  return {
    /** How many points it has been taught, whether they are still held or not. */
    get learnt(): number {
      return learnt;
    },
    /** What it holds in memory, without what the engine adds. */
    get bytes(): number {
      return planted.reduce((sum, one) => sum + one.bytes, points.bytes);
    },
    score,
    displacement,
    expected,
    learn,
  };

  /** How unlike all that was learnt: about 1 is ordinary, the more the stranger. 0 where nothing was. */
  function score(point: Float64Array): number {
    let sum = 0;
    for (const { tree } of planted) sum += scoreIn(tree, point);
    return sum / trees;
  }

  /** The mean collusive displacement (CoDisp) that the point would have in trees that held it. */
  function displacement(point: Float64Array): number {
    const id = points.add(point);
    let sum = 0;
    for (const { tree } of planted) {
      const leaf = tree.insert(id);
      sum += displacementIn(tree, leaf);
      tree.remove(leaf);
    }
    points.release(id);
    return sum / trees;
  }

  /**
   * What the coordinate in `unknown` would have been like, from the others: the median over the trees of that of the
   * nearest point. NaN where nothing was learnt.
   */
  function expected(point: Float64Array, unknown: number): number {
    if (learnt === 0) return Number.NaN;
    let index = 0;
    for (const { tree } of planted) {
      const leaf = nearestIn(tree, point, unknown);
      found[index++] = points.values[tree.pointOf(leaf) * dimensions + unknown] ?? 0;
    }
    found.sort();
    const middle = (trees - 1) / 2;
    return ((found[Math.floor(middle)] ?? 0) + (found[Math.ceil(middle)] ?? 0)) / 2;
  }

  /** Offers the point to the sample of each tree. */
  function learn(point: Float64Array): void {
    learnt++;
    const id = points.add(point);
    for (const one of planted) one.offer(id);
    points.release(id);
  }
}

/** By how much the logarithm of a point's weight falls while as many points come as a tree holds. */
const DECAY = 0.1;

/** A tree with its sample. One point more than the sample has room in it, to be looked at and taken out. */
function plant(points: Points, leaves: number, seed: number, index: number) {
  const tree = createTree(points, leaves + 1, createRandom(seed, 2 * index));
  const sampler = createSampler(leaves, DECAY / leaves, createRandom(seed, 2 * index + 1));
  const leafOf = new Int16Array(leaves).fill(NONE);

  return {
    tree,
    get bytes(): number {
      return tree.bytes + sampler.bytes + leafOf.byteLength;
    },
    offer(id: number): void {
      const slot = sampler.offer();
      if (slot === PASSED_OVER) return;
      const gone = leafOf[slot] ?? NONE;
      if (gone !== NONE) tree.remove(gone);
      leafOf[slot] = tree.insert(id);
    },
  };
}
