import fc from "fast-check";
import { expect, test } from "vitest";
import { readLabels, writeLabels } from "./labels.ts";

test("whatever labels there are, what is written is read as these", () => {
  const text = fc.string({ unit: "grapheme" });
  const names = text.filter((name) => name !== "" && name !== "__proto__");
  fc.assert(
    fc.property(fc.dictionary(names, text, { noNullPrototype: true }), (labels) => {
      expect(readLabels(writeLabels(labels))).toEqual(labels);
    }),
  );
});

test.each([
  ["", {}],
  ['team=ops site="North Sea"', { team: "ops", site: "North Sea" }],
  ["team=", { team: "" }],
  ["team", null],
  ["team!=ops", null],
  ["team=ops disk", null],
])("%s is read as %j", (typed, labels) => {
  expect(readLabels(typed)).toEqual(labels);
});
