import { expect, test } from "vitest";
import { lastPartOf, optionsOf } from "./options.ts";

const SUGGESTED = {
  names: [{ name: "service", values: 12 }],
  values: [{ name: "service", value: "check out", open: 38 }],
};

test.each([
  ["", ""],
  ["disk ser", "ser"],
  ["disk ", ""],
  ["env!=pr", "env=pr"],
  ['team="data b', "b"],
])("of %j, %j is what the server is asked for", (typed, asked) => {
  expect(lastPartOf(typed).asked).toBe(asked);
});

test("names, values and the text, each with what would then be typed", () => {
  expect(optionsOf("disk ser", SUGGESTED)).toEqual([
    { label: "service=", hint: "12 values", text: "disk service=" },
    { label: 'service="check out"', hint: "38 open", text: 'disk service="check out"' },
    { label: "“ser” anywhere", hint: "↵", text: "disk ser" },
  ]);
});

test("the operator stays, and a pattern is no beginning of a value", () => {
  const { values } = SUGGESTED;
  expect(optionsOf("service!=ch", { names: [], values })).toMatchObject([
    { text: 'service!="check out"' },
  ]);
  expect(optionsOf("service=~ch", { names: [], values })).toEqual([]);
});

// A field would refuse them once they are chosen.
test("names that cannot be asked for are not offered, neither alone nor with a value", () => {
  const suggested = {
    names: [
      { name: "status", values: 2 },
      { name: "state", values: 3 },
    ],
    values: [
      { name: "status", value: "firing", open: 5 },
      { name: "env", value: "staging", open: 1 },
    ],
  };
  const labelsOf = (typed: string, refused: readonly string[]) =>
    optionsOf(typed, suggested, refused).map(({ label }) => label);
  expect(labelsOf("sta", ["status"])).toEqual(["state=", "env=staging", "“sta” anywhere"]);
  expect(labelsOf("status=", ["status"])).toEqual([]);
  expect(labelsOf("sta", [])).toContain("status=firing");
});

test.each([
  ["CH", ['service="check out"', "“CH” anywhere"]],
  ["disk", ["“disk” anywhere"]],
  ["team=", []],
  ["service=x", []],
  ["disk ", ["service=", 'service="check out"']],
])("of what was suggested for another text, what %j cannot mean is left out", (typed, labels) => {
  expect(optionsOf(typed, SUGGESTED).map(({ label }) => label)).toEqual(labels);
});
