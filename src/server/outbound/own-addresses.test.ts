import { expect, test } from "vitest";
import { remembering } from "./own-addresses.ts";

test("what this machine has is looked at once a second", () => {
  let now = 5_000;
  let has = "1.2.3.4";
  let looks = 0;
  const own = remembering(
    () => {
      looks += 1;
      return new Set([has]);
    },
    () => now,
  );
  expect([...own()]).toEqual(["1.2.3.4"]);
  has = "5.6.7.8";
  now += 999;
  expect([...own()]).toEqual(["1.2.3.4"]);
  expect(looks).toBe(1);
  now += 1;
  expect([...own()]).toEqual(["5.6.7.8"]);
});
