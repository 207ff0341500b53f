import { type Node, NONE, type Tree } from "./tree.ts";

/**
 * How unlike the points of a tree a point is, as AWS's forests count: the expected inverse of the depth at which random
 * cuts would part it from the others, in units that do not depend on how many they are. About 1 is ordinary. It
 * changes nothing and draws nothing. 0 where the tree is empty.
 */
export function scoreIn(tree: Tree, point: Float64Array): number {
  if (tree.root === NONE) return 0;
  const all = tree.massOf(tree.root);
  let [leaf, depth] = [tree.root, 0];
  for (; !tree.isLeaf(leaf); depth++) leaf = tree.towards(leaf, point, 0);
  const scale = Math.log2(all + 1);
  if (tree.equals(leaf, point, 0)) return scale * seenScore(depth, tree.massOf(leaf), all);
  let score = 1 / (depth + 1);
  for (let node = tree.parentOf(leaf); node !== NONE; node = tree.parentOf(node)) {
    depth--;
    const separation = tree.boxes.separation(node, point, 0);
    if (separation === 0) break;
    score = separation / (depth + 1) + (1 - separation) * score;
  }
  return scale * score;
}

/** As if the points of the leaf were parted further, and less the more of all points they are. */
function seenScore(depth: number, mass: number, all: number): number {
  return (1 - mass / all / 2) / (depth + Math.log2(mass + 1));
}

/**
 * The collusive displacement of a leaf: of it and all the groups it is in, the most points for each of their
 * own that would move up if they went.
 */
export function displacementIn(tree: Tree, leaf: Node): number {
  let most = 0;
  for (let node = leaf; tree.parentOf(node) !== NONE; node = tree.parentOf(node)) {
    most = Math.max(most, tree.massOf(tree.siblingOf(node)) / tree.massOf(node));
  }
  return most;
}

/**
 * The leaf whose point is nearest (by the sum of distances) to one of which a coordinate is not known. Cuts lead
 * there; where a cut is in the unknown dimension, both ways are looked at. The tree must not be empty.
 */
export function nearestIn(tree: Tree, point: Float64Array, unknown: number): Node {
  return nearestUnder(tree, tree.root, point, unknown);
}

function nearestUnder(tree: Tree, from: Node, point: Float64Array, unknown: number): Node {
  let node = from;
  for (; !tree.isLeaf(node); node = tree.towards(node, point, 0)) {
    if (tree.cutDimensionOf(node) !== unknown) continue;
    const left = nearestUnder(tree, tree.leftOf(node), point, unknown);
    const right = nearestUnder(tree, tree.rightOf(node), point, unknown);
    const isLeft = tree.distance(left, point, unknown) <= tree.distance(right, point, unknown);
    return isLeft ? left : right;
  }
  return node;
}
