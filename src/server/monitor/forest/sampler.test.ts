import { expect, test } from "vitest";
import { createRandom } from "./random.ts";
import { createSampler, PASSED_OVER } from "./sampler.ts";

/** The items that a sample of a stream of `length` ends up with. */
function sampleOf(length: number, size: number, decay: number, seed: number): number[] {
  const sampler = createSampler(size, decay, createRandom(seed));
  const sample: number[] = [];
  for (let item = 0; item < length; item++) {
    const slot = sampler.offer();
    if (slot !== PASSED_OVER) sample[slot] = item;
  }
  return sample;
}

test("the first items are all taken, each in a slot of its own", () => {
  expect(sampleOf(8, 8, 0.1, 1).toSorted((one, other) => one - other)).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7,
  ]);
});

test("without decay every item is as likely to be in the sample", () => {
  expect(Math.abs(agesOf(0).z)).toBeLessThan(4.9);
});

test("with decay the later ones are likelier", () => {
  expect(agesOf(0.02).z).toBeGreaterThan(20);
});

/** In an exponential stream of no end an item of age `age` is held by 1 - exp(-rate * e^(-decay * age)). */
test("of items that weigh ever less, as many are held as their weights say", () => {
  const [size, decay, length, seeds] = [16, 0.02, 600, 2000];
  const heldYoung = agesBelow(25, size, decay, length, seeds);
  let rate = 0.001;
  const expected = (below: number) => {
    let sum = 0;
    for (let age = 0; age < below; age++) sum += 1 - Math.exp(-rate * Math.exp(-decay * age));
    return sum;
  };
  while (expected(length) < size) rate += 0.001;
  expect(heldYoung / expected(25)).toBeCloseTo(1, 1);
});

/** How far the mean place of what is held lies behind the middle of the stream, in standard errors. */
function agesOf(decay: number): { z: number } {
  const [length, size, seeds] = [100, 10, 1000];
  let sum = 0;
  for (let seed = 0; seed < seeds; seed++) {
    for (const item of sampleOf(length, size, decay, seed)) sum += item;
  }
  const [count, variance] = [seeds * size, (length ** 2 - 1) / 12];
  return { z: (sum / count - (length - 1) / 2) / Math.sqrt(variance / count) };
}

function agesBelow(
  below: number,
  size: number,
  decay: number,
  length: number,
  seeds: number,
): number {
  let count = 0;
  for (let seed = 0; seed < seeds; seed++) {
    for (const item of sampleOf(length, size, decay, seed)) if (item >= length - below) count++;
  }
  return count / seeds;
}
