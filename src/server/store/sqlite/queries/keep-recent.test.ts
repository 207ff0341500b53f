import { expect, test } from "vitest";
import { keepRecent } from "./keep-recent.ts";

test("what was asked for last is kept, what was not is made anew", () => {
  const made: number[] = [];
  const get = keepRecent(2, ({ key }: { readonly key: number }) => made.push(key));
  for (const key of [1, 2, 1, 3, 1, 2]) get({ key });
  expect(made).toEqual([1, 2, 3, 2]);
});
