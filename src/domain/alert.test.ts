import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { labelOf, pairsSchema, samePairs } from "./alert.ts";

const born = Object.fromEntries([["__proto__", "p"]]);

describe("labels", () => {
  test("are their own names only", () => {
    expect(labelOf({ labels: { env: "prod" } }, "env")).toBe("prod");
    expect(labelOf({ labels: {} }, "env")).toBe("");
    expect(labelOf({ labels: {} }, "constructor")).toBe("");
    expect(labelOf({ labels: born }, "__proto__")).toBe("p");
  });

  test("keep every name when parsed", () => {
    const parsed = v.parse(pairsSchema, JSON.parse(`{"__proto__":"p","constructor":"c"}`));
    expect(Object.entries(parsed)).toEqual([
      ["__proto__", "p"],
      ["constructor", "c"],
    ]);
  });

  test.each([null, "x", 5, [], ["x"], { a: 1 }, { a: null }])("are not %j", (input) => {
    expect(v.is(pairsSchema, input)).toBe(false);
  });
});

test.each([
  [{}, {}, true],
  [{ a: "1", b: "2" }, { b: "2", a: "1" }, true],
  [{ a: "1" }, { a: "2" }, false],
  [{ a: "1" }, {}, false],
  [{ a: "1" }, { b: "1" }, false],
  [{}, born, false],
  [born, born, true],
  [{ constructor: "c" }, { a: "1" }, false],
])("samePairs of %j and %j is %s", (one, other, same) => {
  expect(samePairs(one, other)).toBe(same);
  expect(samePairs(other, one)).toBe(same);
});
