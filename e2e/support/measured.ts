import { test } from "@playwright/test";

/** Notes what was measured in the report of the test, whether or not it is good enough. */
export function note(measure: string, value: number): number {
  const description = `${measure}: ${Math.round(value * 1000) / 1000}`;
  test.info().annotations.push({ type: "measured", description });
  return value;
}

/**
 * With THOROUGH=1 in the environment, as `npm run soak` sets it, what takes many minutes is tried at
 * its full length, such as 5,000 clients and 50 kills. Otherwise a part stands for it.
 */
export const isThorough = process.env["THOROUGH"] === "1";
