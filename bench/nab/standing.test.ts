import { expect, test } from "vitest";
import type { File } from "./corpus.ts";
import { standingOf } from "./standing.ts";

const file = (name: string): File => ({
  name,
  rows: 1_000,
  windows: [[500, 599]],
  buckets: [],
  bucket: 300,
});

/** Each file is found at the begin of its window up to some threshold, and cries wolf below another. */
function watchOf(found: number, quiet: number) {
  return (threshold: number) => [
    ...(threshold <= found ? [500] : []),
    ...(threshold < quiet ? [200, 210, 220] : []),
  ];
}

test("one threshold is chosen for all files", () => {
  const watches = new Map([
    ["calm", watchOf(4, 3)],
    ["loud", watchOf(8, 5)],
  ]);
  const standing = standingOf(
    [file("calm"), file("loud")],
    ({ name }) => watches.get(name) ?? (() => []),
    {
      high: 4.5,
    },
  );
  // At 3 and up to 4 both are found, and the loud one cries wolf three times.
  expect(standing["threshold of all files"]).toBe(3);
  expect(standing["NAB score"]).toBeCloseTo((100 * (2 - 0.33 + 2)) / 4);
  expect(standing["windows found"]).toBe(2);
  expect(standing["false alerts"]).toBe(3);
  // The loud one alone would choose 5, at which the calm one is missed; the calm one 3, which costs the loud one.
  expect(standing["NAB score, each file by the threshold of the others"]).toBeCloseTo(
    (100 * (-1 + 1 - 0.33 + 2)) / 4,
  );
  expect(standing["NAB score at high (4.5)"]).toBeCloseTo((100 * (-1 + 1 - 0.33 + 2)) / 4);
  expect(standing["rows for each false alert at high"]).toBeCloseTo((2 * 850) / 3);
});
