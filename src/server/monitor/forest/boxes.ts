import type { Points } from "./points.ts";

/**
 * The bounding boxes of the inner nodes of a tree, kept rather than computed: for each its lowest coordinates and
 * then its highest. The box of a leaf is its point, wherever that lies among the points of the forest.
 */
export function createBoxes(points: Points, innerNodes: number, pointOf: (leaf: number) => number) {
  const { dimensions } = points;
  const kept = new Float64Array(innerNodes * 2 * dimensions);
  const isLeaf = (node: number) => node >= innerNodes;

  return {
    get bytes(): number {
      return kept.byteLength;
    },
    separation,
    cutAround,
    surround,
    extend,
    refit,
    /** The box of a node, for whoever looks at one. */
    of: (node: number) => ({
      low: coordinatesOf(node).slice(lowOf(node), lowOf(node) + dimensions),
      high: coordinatesOf(node).slice(highOf(node), highOf(node) + dimensions),
    }),
  };

  /**
   * The probability that a random cut of the box, made just large enough for a point as well, parts the two.
   * Where it is 0 it is so for all boxes around this one: who climbs a tree stops there. The node is an inner one, and
   * no array is made in the loop: none runs more often.
   */
  function separation(node: number, from: Float64Array, offset: number): number {
    const low = lowOf(node);
    const high = low + dimensions;
    let range = 0;
    let added = 0;
    for (let dimension = 0; dimension < dimensions; dimension++) {
      const value = at(from, offset + dimension);
      const lowest = at(kept, low + dimension);
      const highest = at(kept, high + dimension);
      range += highest - lowest;
      if (value < lowest) added += lowest - value;
      else if (value > highest) added += value - highest;
    }
    return added / (range + added);
  }

  /**
   * A cut between the box and a point outside of it, uniform in all the room that is between them.
   * Never on its upper bound, onto which a sum may round: what is equal to the cut goes to the left of it.
   */
  function cutAround(node: number, from: Float64Array, offset: number, drawn: number) {
    const [box, low, high] = [coordinatesOf(node), lowOf(node), highOf(node)];
    let added = 0;
    for (let dimension = 0; dimension < dimensions; dimension++) added += gap(dimension);
    let left = drawn * added;
    let cut = { dimension: 0, value: 0, pointIsLeft: false };
    for (let dimension = 0; dimension < dimensions; dimension++) {
      const room = gap(dimension);
      if (room === 0) continue;
      const value = at(from, offset + dimension);
      const pointIsLeft = value < at(box, low + dimension);
      const lower = pointIsLeft ? value : at(box, high + dimension);
      const upper = pointIsLeft ? at(box, low + dimension) : value;
      const reached = lower + Math.min(left, room);
      cut = { dimension, value: reached < upper ? reached : lower, pointIsLeft };
      if (left < room) break;
      left -= room;
    }
    return cut;

    function gap(dimension: number): number {
      const value = at(from, offset + dimension);
      return Math.max(at(box, low + dimension) - value, value - at(box, high + dimension), 0);
    }
  }

  /** Gives `node` the box of another. */
  function surround(node: number, inner: number): void {
    const to = lowOf(node);
    const box = coordinatesOf(inner);
    const low = lowOf(inner);
    const high = highOf(inner);
    for (let dimension = 0; dimension < dimensions; dimension++) {
      kept[to + dimension] = at(box, low + dimension);
      kept[to + dimensions + dimension] = at(box, high + dimension);
    }
  }

  /** Makes the box of an inner node large enough for a point; false where it was. */
  function extend(node: number, from: Float64Array, offset: number): boolean {
    const low = lowOf(node);
    const high = highOf(node);
    let changed = false;
    for (let dimension = 0; dimension < dimensions; dimension++) {
      const value = at(from, offset + dimension);
      if (value < at(kept, low + dimension)) {
        kept[low + dimension] = value;
        changed = true;
      } else if (value > at(kept, high + dimension)) {
        kept[high + dimension] = value;
        changed = true;
      }
    }
    return changed;
  }

  /** Makes the box of an inner node that of its two children; false where it was. */
  function refit(node: number, left: number, right: number): boolean {
    const low = lowOf(node);
    const high = highOf(node);
    const boxL = coordinatesOf(left);
    const lowL = lowOf(left);
    const highL = highOf(left);
    const boxR = coordinatesOf(right);
    const lowR = lowOf(right);
    const highR = highOf(right);
    let changed = false;
    for (let dimension = 0; dimension < dimensions; dimension++) {
      const lowest = Math.min(at(boxL, lowL + dimension), at(boxR, lowR + dimension));
      const highest = Math.max(at(boxL, highL + dimension), at(boxR, highR + dimension));
      if (lowest !== at(kept, low + dimension) || highest !== at(kept, high + dimension)) {
        kept[low + dimension] = lowest;
        kept[high + dimension] = highest;
        changed = true;
      }
    }
    return changed;
  }

  /** Where the box of a node is kept: from {@link lowOf} and {@link highOf} on. */
  function coordinatesOf(node: number): Float64Array {
    return isLeaf(node) ? points.values : kept;
  }

  function lowOf(node: number): number {
    return isLeaf(node) ? pointOf(node) * dimensions : node * 2 * dimensions;
  }

  function highOf(node: number): number {
    return isLeaf(node) ? lowOf(node) : lowOf(node) + dimensions;
  }
}

function at(array: Float64Array, index: number): number {
  return array[index] ?? 0;
}
