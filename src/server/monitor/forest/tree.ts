import { createBoxes } from "./boxes.ts";
import type { PointId, Points } from "./points.ts";
import type { Random } from "./random.ts";

/** A node: inner ones come first, leaves after them. */
export type Node = number;

/** The parent of the root, and the root of an empty tree. */
export const NONE = -1;

export type Tree = ReturnType<typeof createTree>;

/**
 * A robust random cut tree (Guha, Mishra, Roy and Schrijvers, ICML 2016). Its shape is distributed as if it had been
 * cut anew from the points it holds, in whatever order these came and others went. Points that are equal share a leaf,
 * which counts them: no cut can part them. Holds `capacity` points at most.
 */
export function createTree(points: Points, capacity: number, random: Random) {
  const { dimensions } = points;
  const parent = new Int16Array(2 * capacity);
  const left = new Int16Array(capacity);
  const right = new Int16Array(capacity);
  const cutDimension = new Uint8Array(capacity);
  const cutValue = new Float64Array(capacity);
  const mass = new Uint16Array(2 * capacity);
  const pointOfLeaf = new Int32Array(capacity);
  const boxes = createBoxes(points, capacity, pointOf);
  // Nodes that are free are chained by their parents.
  parent.forEach((_, node) => (parent[node] = (node + 1) % capacity === 0 ? NONE : node + 1));
  let [root, freeInner, freeLeaf] = [NONE, 0, capacity];

  return {
    dimensions,
    boxes,
    get root(): Node {
      return root;
    },
    get bytes(): number {
      const links = parent.byteLength + left.byteLength + right.byteLength + mass.byteLength;
      const cuts = cutDimension.byteLength + cutValue.byteLength + pointOfLeaf.byteLength;
      return links + cuts + boxes.bytes;
    },
    isLeaf,
    pointOf,
    massOf,
    parentOf,
    leftOf,
    rightOf,
    siblingOf,
    cutDimensionOf,
    cutValueOf,
    towards,
    equals,
    distance,
    insert,
    remove,
  };

  function isLeaf(node: Node): boolean {
    return node >= capacity;
  }

  function pointOf(leaf: Node): PointId {
    return pointOfLeaf[leaf - capacity] ?? 0;
  }

  /** How many points lie under a node, equal ones counted each. */
  function massOf(node: Node): number {
    return mass[node] ?? 0;
  }

  function parentOf(node: Node): Node {
    return parent[node] ?? NONE;
  }

  function leftOf(node: Node): Node {
    return left[node] ?? NONE;
  }

  function rightOf(node: Node): Node {
    return right[node] ?? NONE;
  }

  function cutDimensionOf(node: Node): number {
    return cutDimension[node] ?? 0;
  }

  /** What is not larger goes to the left. */
  function cutValueOf(node: Node): number {
    return cutValue[node] ?? 0;
  }

  function siblingOf(node: Node): Node {
    const above = parentOf(node);
    return leftOf(above) === node ? rightOf(above) : leftOf(above);
  }

  /** Takes a point in, and says which leaf it is in. */
  function insert(id: PointId): Node {
    const [values, offset] = [points.values, id * dimensions];
    if (root === NONE) {
      root = leafOf(id);
      parent[root] = NONE;
      return root;
    }
    const nearest = leafFor(values, offset);
    if (equals(nearest, values, offset)) {
      for (let node = nearest; node !== NONE; node = parentOf(node)) mass[node] = massOf(node) + 1;
      return nearest;
    }
    const leaf = leafOf(id);
    part(placeFor(nearest, values, offset), leaf, values, offset);
    return leaf;
  }

  /** The leaf that the cuts lead a point to. The tree must not be empty. */
  function leafFor(from: Float64Array, offset: number): Node {
    let node = root;
    while (!isLeaf(node)) node = towards(node, from, offset);
    return node;
  }

  /** The child on whose side of the cut a point is. */
  function towards(node: Node, from: Float64Array, offset: number): Node {
    const value = from[offset + cutDimensionOf(node)] ?? 0;
    return value <= cutValueOf(node) ? leftOf(node) : rightOf(node);
  }

  function equals(leaf: Node, from: Float64Array, offset: number): boolean {
    const { values } = points;
    const own = pointOf(leaf) * dimensions;
    for (let dimension = 0; dimension < dimensions; dimension++) {
      if (values[own + dimension] !== from[offset + dimension]) return false;
    }
    return true;
  }

  /** The sum of the distances to a point in all dimensions but one. */
  function distance(leaf: Node, point: Float64Array, except: number): number {
    const { values } = points;
    const own = pointOf(leaf) * dimensions;
    let sum = 0;
    for (let dimension = 0; dimension < dimensions; dimension++) {
      if (dimension === except) continue;
      sum += Math.abs((values[own + dimension] ?? 0) - (point[dimension] ?? 0));
    }
    return sum;
  }

  /**
   * The highest node that a random cut of its box and the point would part from the point. Looked for from below: every
   * node above is drawn for independently, and from the first whose box has the point on, no cut can part them.
   */
  function placeFor(leaf: Node, from: Float64Array, offset: number): Node {
    let place = leaf;
    for (let node = parentOf(leaf); node !== NONE; node = parentOf(node)) {
      const separation = boxes.separation(node, from, offset);
      if (separation === 0) break;
      if (random() < separation) place = node;
    }
    return place;
  }

  /** Puts a cut above `place`, with the leaf on the other side of it. */
  function part(place: Node, leaf: Node, from: Float64Array, offset: number): void {
    const cut = boxes.cutAround(place, from, offset, random());
    const node = takeInner();
    const above = parentOf(place);
    left[node] = cut.pointIsLeft ? leaf : place;
    right[node] = cut.pointIsLeft ? place : leaf;
    cutDimension[node] = cut.dimension;
    cutValue[node] = cut.value;
    mass[node] = massOf(place) + 1;
    boxes.surround(node, place);
    boxes.extend(node, from, offset);
    replace(place, node, above);
    parent[place] = node;
    parent[leaf] = node;
    let growing = true;
    for (let higher = above; higher !== NONE; higher = parentOf(higher)) {
      mass[higher] = massOf(higher) + 1;
      growing &&= boxes.extend(higher, from, offset);
    }
  }

  /** Takes one of the points out that are in a leaf. */
  function remove(leaf: Node): void {
    const count = massOf(leaf);
    if (count > 1) {
      for (let node = leaf; node !== NONE; node = parentOf(node)) mass[node] = massOf(node) - 1;
      return;
    }
    const node = parentOf(leaf);
    if (node === NONE) root = NONE;
    else join(node, siblingOf(leaf));
    parent[leaf] = freeLeaf;
    freeLeaf = leaf;
    points.release(pointOf(leaf));
  }

  /** Takes the cut out of a node that has lost a child: the other child takes its place. */
  function join(node: Node, sibling: Node): void {
    const above = parentOf(node);
    replace(node, sibling, above);
    parent[node] = freeInner;
    freeInner = node;
    let shrinking = true;
    for (let higher = above; higher !== NONE; higher = parentOf(higher)) {
      mass[higher] = massOf(higher) - 1;
      shrinking &&= boxes.refit(higher, leftOf(higher), rightOf(higher));
    }
  }

  function replace(node: Node, by: Node, above: Node): void {
    parent[by] = above;
    if (above === NONE) root = by;
    else if (leftOf(above) === node) left[above] = by;
    else right[above] = by;
  }

  function leafOf(id: PointId): Node {
    const leaf = freeLeaf;
    if (leaf === NONE) throw new Error(`A tree of ${capacity} points has no room for another`);
    freeLeaf = parentOf(leaf);
    pointOfLeaf[leaf - capacity] = id;
    mass[leaf] = 1;
    points.hold(id);
    return leaf;
  }

  /** There is one as long as there is a free leaf: a tree has a leaf more than inner nodes. */
  function takeInner(): Node {
    const node = freeInner;
    freeInner = parentOf(node);
    return node;
  }
}
