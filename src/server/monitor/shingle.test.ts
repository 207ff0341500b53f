import { expect, test } from "vitest";
import { createShingle, HELD } from "./shingle.ts";

function filled() {
  const shingle = createShingle(6);
  for (const value of [1, 2, 3, 4, 5, 6]) shingle.push(value);
  return shingle;
}

test("a point is the last values, the newest last, once there are enough", () => {
  const shingle = createShingle(3);
  shingle.push(1);
  shingle.push(2);
  expect(shingle.point).toBeNull();
  shingle.push(3);
  expect([...(shingle.point ?? [])]).toEqual([1, 2, 3]);
  shingle.push(4);
  expect([...(shingle.point ?? [])]).toEqual([2, 3, 4]);
});

test("the last value stands in for a few that are missing", () => {
  const shingle = filled();
  for (let missed = 0; missed < HELD; missed++) shingle.miss();
  shingle.push(9);
  expect([...(shingle.point ?? [])]).toEqual([6, 6, 6, 6, 6, 9]);
});

test("after more that are missing it begins anew", () => {
  const shingle = filled();
  for (let missed = 0; missed < HELD + 1; missed++) shingle.miss();
  for (const value of [1, 2, 3, 4, 5]) {
    shingle.push(value);
    expect(shingle.point).toBeNull();
  }
  shingle.push(6);
  expect([...(shingle.point ?? [])]).toEqual([1, 2, 3, 4, 5, 6]);
});

test("gaps apart do not add up", () => {
  const shingle = filled();
  for (let round = 0; round < 5; round++) {
    for (let missed = 0; missed < HELD; missed++) shingle.miss();
    shingle.push(round);
  }
  expect(shingle.point).not.toBeNull();
});

test("before the first value there is nothing to hold", () => {
  const shingle = createShingle(2);
  shingle.miss();
  shingle.miss();
  shingle.push(5);
  expect(shingle.point).toBeNull();
});
