import fc from "fast-check";
import { expect, test } from "vitest";
import { LARGEST_VALUE } from "../monitor/detector.ts";
import { numbersOf, together, valueOf } from "./numbers.ts";

const numbers = (values: readonly (readonly [value: number, time: number])[]) =>
  values.map(([value, time]) => numbersOf(value, time)).reduce(together);

test("a bucket has one value of each kind", () => {
  const some = numbers([
    [3, 20],
    [9, 10],
    [3, 20],
    [1, 5],
  ]);
  expect(valueOf("sum", some)).toBe(16);
  expect(valueOf("mean", some)).toBe(4);
  expect(valueOf("max", some)).toBe(9);
  expect(valueOf("min", some)).toBe(1);
  expect(valueOf("last", some)).toBe(3);
});

test("of several of the latest time, the one that came last is the last", () => {
  expect(
    valueOf(
      "last",
      numbers([
        [1, 20],
        [2, 20],
        [3, 10],
      ]),
    ),
  ).toBe(2);
});

test("in which parts numbers come makes no difference", () => {
  const value = fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 0, max: 50 }));
  const some = fc.array(value, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(some, some, (first, later) => {
      expect(together(numbers(first), numbers(later))).toEqual(numbers([...first, ...later]));
    }),
  );
});

test("no sum is more than a monitor can learn", () => {
  const huge = numbers([
    [LARGEST_VALUE, 1],
    [LARGEST_VALUE, 2],
  ]);
  expect(valueOf("sum", huge)).toBe(LARGEST_VALUE);
  expect(
    valueOf(
      "sum",
      numbers([
        [-LARGEST_VALUE, 1],
        [-LARGEST_VALUE, 2],
      ]),
    ),
  ).toBe(-LARGEST_VALUE);
});
