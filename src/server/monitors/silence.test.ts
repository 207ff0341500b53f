import { expect, test } from "vitest";
import { type Empty, isSilent, listen } from "./silence.ts";

/** What happens in buckets that have a value (`x`), have none (`.`), or that nobody watched (`?`). */
function happens(buckets: string, silentAfter: number): string[] {
  let empty: Empty = null;
  return [...buckets].map((bucket) => {
    const value = bucket === "x" ? 1 : null;
    const heard = listen(empty, silentAfter, { value, isWatched: bucket !== "?" });
    ({ empty } = heard);
    return heard.outcome;
  });
}

test("it is silent once after so many empty buckets, and is heard again once", () => {
  const told = happens("x....xx", 3)
    .map((outcome) => outcome.slice(0, 1))
    .join("");
  expect(told).toBe("nnnsnhn");
});

test("what was never heard is not silent", () => {
  expect(happens("......", 3)).not.toContain("silent");
});

test("buckets that nobody watched are neither empty nor heard", () => {
  expect(happens("x..????", 3)).not.toContain("silent");
  expect(happens("x..??.", 3)).toEqual([...Array<string>(5).fill("nothing"), "silent"]);
});

test("whoever is never to be silent is not", () => {
  expect(happens("x" + ".".repeat(500), 0)).not.toContain("silent");
  expect(isSilent(500, 0)).toBe(false);
});

test("between values it is not silent", () => {
  expect(happens("x..x..x..", 3)).not.toContain("silent");
});
