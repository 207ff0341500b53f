import fc from "fast-check";
import { expect, test } from "vitest";
import { createPoints, type PointId } from "./points.ts";
import { createRandom } from "./random.ts";
import { createTree, type Node, NONE, type Tree } from "./tree.ts";

const DIMENSIONS = 3;
const CAPACITY = 24;

/** Few values, so that many are equal, some of them apart by no more than a bit, and some very large or small. */
const coordinate = fc.constantFrom(
  0,
  1,
  1 + Number.EPSILON,
  1 - Number.EPSILON / 2,
  2,
  -5,
  5e-324,
  1e150,
  -1e150,
);
/** The second dimension is constant. */
const point = fc.tuple(coordinate, fc.constant(7), coordinate);
const step = fc.oneof(
  { weight: 3, arbitrary: point.map((coordinates) => ({ type: "insert", coordinates }) as const) },
  { weight: 2, arbitrary: fc.nat().map((which) => ({ type: "remove", which }) as const) },
);
const walk = fc.record({ seed: fc.nat(), steps: fc.array(step, { minLength: 1, maxLength: 80 }) });

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** What the steps lead to, and which points are then in which leaf. */
function follow(
  seed: number,
  steps: readonly Step[],
  look?: (tree: Tree, held: readonly Node[]) => void,
) {
  const points = createPoints(DIMENSIONS);
  const tree = createTree(points, CAPACITY, createRandom(seed));
  const held: Node[] = [];
  for (const one of steps) {
    if (one.type === "insert" && held.length < CAPACITY) {
      const id = points.add(one.coordinates);
      held.push(tree.insert(id));
      points.release(id);
    } else if (one.type === "remove" && held.length > 0) {
      const [leaf = NONE] = held.splice(one.which % held.length, 1);
      tree.remove(leaf);
    }
    look?.(tree, held);
  }
  return { points, tree, held };
}

function nodesUnder(tree: Tree, node: Node): Node[] {
  if (node === NONE) return [];
  if (tree.isLeaf(node)) return [node];
  return [node, ...nodesUnder(tree, tree.leftOf(node)), ...nodesUnder(tree, tree.rightOf(node))];
}

function boundsOf(values: Float64Array, ids: readonly PointId[]) {
  const along = (dimension: number) =>
    ids.map((id) => values[id * DIMENSIONS + dimension] ?? Number.NaN);
  const every = Array.from({ length: DIMENSIONS }, (_, dimension) => along(dimension));
  return {
    low: Float64Array.from(every, (all) => Math.min(...all)),
    high: Float64Array.from(every, (all) => Math.max(...all)),
  };
}

function idsUnder(tree: Tree, node: Node): PointId[] {
  return nodesUnder(tree, node)
    .filter((one) => tree.isLeaf(one))
    .map((leaf) => tree.pointOf(leaf));
}

test("after whatever came and went, boxes are those of the points under them", () => {
  fc.assert(
    fc.property(walk, ({ seed, steps }) => {
      const { points, tree } = follow(seed, steps);
      for (const node of nodesUnder(tree, tree.root)) {
        expect(tree.boxes.of(node)).toEqual(boundsOf(points.values, idsUnder(tree, node)));
      }
    }),
    { numRuns: 300 },
  );
});

test("masses count the points under a node, equal ones each, and all that came are there", () => {
  fc.assert(
    fc.property(walk, ({ seed, steps }) => {
      follow(seed, steps, (tree, held) => {
        if (tree.root === NONE) return expect(held).toEqual([]);
        const counts = new Map<Node, number>();
        for (const leaf of held) counts.set(leaf, (counts.get(leaf) ?? 0) + 1);
        for (const node of nodesUnder(tree, tree.root)) {
          const leaves = nodesUnder(tree, node).filter((one) => tree.isLeaf(one));
          const mass = leaves.reduce((sum, leaf) => sum + (counts.get(leaf) ?? 0), 0);
          expect(tree.massOf(node)).toBe(mass);
        }
        expect(tree.massOf(tree.root)).toBe(held.length);
        expect(tree.parentOf(tree.root)).toBe(NONE);
      });
    }),
    { numRuns: 100 },
  );
});

test("a cut is never the largest of what it cuts, and has what is not larger to its left", () => {
  fc.assert(
    fc.property(walk, ({ seed, steps }) => {
      const { points, tree } = follow(seed, steps);
      for (const node of nodesUnder(tree, tree.root).filter((one) => !tree.isLeaf(one))) {
        const [dimension, cut] = [tree.cutDimensionOf(node), tree.cutValueOf(node)];
        const left = boundsOf(points.values, idsUnder(tree, tree.leftOf(node)));
        const right = boundsOf(points.values, idsUnder(tree, tree.rightOf(node)));
        expect(left.high[dimension]).toBeLessThanOrEqual(cut);
        expect(right.low[dimension]).toBeGreaterThan(cut);
      }
    }),
    { numRuns: 300 },
  );
});

test("a cut that rounds onto the maximum is taken back to the minimum", () => {
  const points = createPoints(1);
  // Whatever is drawn, there is nothing between the two.
  for (const drawn of [1e-9, 0.5, 1 - 1e-9, 1 - 2 ** -53]) {
    const tree = createTree(points, 2, () => drawn);
    for (const value of [1 + Number.EPSILON, 1]) tree.insert(points.add([value]));
    expect(tree.cutValueOf(tree.root)).toBe(1);
    expect(
      [tree.leftOf(tree.root), tree.rightOf(tree.root)].every((node) => tree.isLeaf(node)),
    ).toBe(true);
  }
});

test("a dimension in which all are equal is never cut", () => {
  fc.assert(
    fc.property(walk, ({ seed, steps }) => {
      const { tree } = follow(seed, steps);
      const inner = nodesUnder(tree, tree.root).filter((node) => !tree.isLeaf(node));
      expect(inner.map((node) => tree.cutDimensionOf(node))).not.toContain(1);
    }),
  );
});

test("points that nobody holds any more leave their place to others", () => {
  const points = createPoints(1);
  const tree = createTree(points, 4, createRandom(1));
  const ids = new Set<PointId>();
  for (let value = 0; value < 100; value++) {
    const id = points.add([value]);
    ids.add(id);
    const leaf = tree.insert(id);
    points.release(id);
    tree.remove(leaf);
  }
  expect(ids.size).toBe(1);
  expect(tree.root).toBe(NONE);
});

test("cuts lead a point to its leaf, and equal points share one", () => {
  fc.assert(
    fc.property(walk, ({ seed, steps }) => {
      const { points, tree, held } = follow(seed, steps);
      for (const leaf of held) {
        const offset = tree.pointOf(leaf) * DIMENSIONS;
        let node = tree.root;
        while (!tree.isLeaf(node)) node = tree.towards(node, points.values, offset);
        expect(node).toBe(leaf);
      }
    }),
  );
});
