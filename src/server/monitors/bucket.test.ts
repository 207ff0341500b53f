import { expect, test } from "vitest";
import {
  bucketAt,
  keptFor,
  lastClosed,
  learntBuckets,
  MOST_PREVIEWED,
  previewedBuckets,
  warmBuckets,
} from "./bucket.ts";

const DAY = 86_400_000;
const NOON = Date.parse("2026-11-02T12:00:00.000Z");

test("a bucket is closed when it has been over for as long as it took", () => {
  const width = 300_000;
  expect(bucketAt(NOON + width - 1, width)).toBe(NOON);
  expect(lastClosed(NOON + 2 * width - 1, width)).toBe(NOON - width);
  expect(lastClosed(NOON + 2 * width, width)).toBe(NOON);
});

test.each([
  [300, "none", 5_000],
  [300, "week", 6_048],
  [60, "week", 30_240],
  [3600, "day", 5_000],
] as const)("of %d s and season %s, %d buckets are learnt again", (bucket, season, count) => {
  expect(learntBuckets({ bucket, season })).toBe(count);
  expect(keptFor({ bucket, season })).toBeGreaterThanOrEqual(count * bucket * 1000);
  expect(warmBuckets({ bucket, season })).toBeLessThan(count);
});

test("points are kept for as long as they are shown", () => {
  expect(keptFor({ bucket: 60, season: "none" })).toBe(35 * DAY);
});

test("a preview shows thirty days, and is bounded", () => {
  expect(previewedBuckets({ bucket: 300, season: "none" })).toBe(8_640 + 512);
  expect(previewedBuckets({ bucket: 60, season: "week" })).toBe(MOST_PREVIEWED);
});
