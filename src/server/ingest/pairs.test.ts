import { expect, test } from "vitest";
import { firstOf, pairsFrom } from "./pairs.ts";

test.each<[unknown, Record<string, string>]>([
  [{ a: "1" }, { a: "1" }],
  [
    { a: 1, b: true, c: 0.5, d: 0 },
    { a: "1", b: "true", c: "0.5", d: "0" },
  ],
  [{ a: null, b: "" }, { b: "" }],
  [{ a: ["x", 1] }, { a: "x, 1" }],
  [{ a: { b: "c" } }, { a: '{"b":"c"}' }],
  [{ a: [{ b: 1 }] }, { a: '[{"b":1}]' }],
  [{ a: [], b: {} }, {}],
  [{ "": "x" }, { _: "x" }],
  [[], {}],
  [["env=prod", "team:db"], { env: "prod", team: "db" }],
  [["a=b=c", "d: e:f"], { a: "b=c", d: "e:f" }],
  [["urgent", "env=prod", "late"], { tags: "urgent, late", env: "prod" }],
  [["https://a.example/b"], { tags: "https://a.example/b" }],
  [["=x"], { tags: "=x" }],
  [[5, null, true], { tags: "5, true" }],
  [
    [{ tag: "env", value: "prod" }, { name: "n", value: 5 }, { key: "k" }],
    { env: "prod", n: "5", k: "" },
  ],
  [[["env", "prod"]], { env: "prod" }],
  [[{ other: 1 }], { tags: '{"other":1}' }],
  ["env=prod, team=db", { env: "prod", team: "db" }],
  ["urgent", { tags: "urgent" }],
  ['{"env":"prod","n":12345678901234567890}', { env: "prod", n: "12345678901234567890" }],
  ['[{"tag":"env","value":"prod"}]', { env: "prod" }],
  ["{not json", { tags: "{not json" }],
  ["", {}],
  [5, { tags: "5" }],
  [true, { tags: "true" }],
])("%j", (input, pairs) => expect(pairsFrom(input, "tags")).toEqual(pairs));

test("names of JavaScript are names, however they are written", () => {
  for (const input of [JSON.parse('{"__proto__":"a"}'), ["__proto__=a"], "__proto__=a"]) {
    expect(Object.entries(pairsFrom(input, "tags"))).toEqual([["__proto__", "a"]]);
  }
  expect(firstOf({}, "constructor", "__proto__")).toBe("");
});

test("what is nested too deeply to be written is still something", () => {
  const deep: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
  expect(Object.keys(pairsFrom({ a: deep, b: "1" }, "tags"))).toContain("b");
});

test("the first that has a value, in any letters, its own before another's", () => {
  const pairs = { Severity: "high", priority: " ", LEVEL: "x", level: "y" };
  expect(firstOf(pairs, "severity")).toBe("high");
  expect(firstOf(pairs, "priority", "severity")).toBe("high");
  expect(firstOf(pairs, "level")).toBe("y");
  expect(firstOf(pairs, "none")).toBe("");
});
