import fc from "fast-check";
import { expect, test } from "vitest";
import { OPERATORS, writeMatcher } from "../../domain/label-matcher.ts";
import { readSearch, writeSearch } from "./search-text.ts";

test.each([
  ["", {}],
  ["disk full", { q: "disk full" }],
  ["env=prod disk", { label: ["env=prod"], q: "disk" }],
  ['  disk  team!="data base"  full ', { label: ["team!=data base"], q: "disk full" }],
  ["a=b=c", { label: ["a=b=c"] }],
  ["env= ", { label: ["env="] }],
  ["50 % = half", { q: "50 % = half" }],
  ['say "env=prod"', { q: "say env=prod" }],
  ['"disk full" "5', { q: 'disk full "5' }],
  ['"a b"=c', { label: ["a b=c"] }],
  ['"cost=center"!="eu 1"', { label: ['"cost=center"!=eu 1'] }],
  ['"a!"=b a!b=c', { label: ['"a!"=b', "a!b=c"] }],
  ['"env"=prod', { label: ["env=prod"] }],
  [String.raw`n="say \"hi\" in C:\\"`, { label: [String.raw`n=say "hi" in C:\ `.trim()] }],
  [String.raw`path="C:\my files"`, { label: [String.raw`path=C:\my files`] }],
  ['n="x"y', { label: ['n="x"y'] }],
  ["!=x =y !", { q: "!=x =y !" }],
])("%s", (typed, read) => {
  expect(readSearch(typed)).toEqual(read);
  expect(readSearch(writeSearch(read))).toEqual(read);
});

test("what is shown is what was meant", () => {
  expect(writeSearch({ label: ["env=prod", "team=data base"], q: "disk" })).toBe(
    'env=prod team="data base" disk',
  );
  expect(writeSearch({ label: ["my label=prod", '"a!"=b'], q: "env=prod" })).toBe(
    '"my label"=prod "a!"=b "env=prod"',
  );
});

// Signs that mean something to the field, blanks of several kinds, and letters.
const text = fc.string({ unit: fc.constantFrom(...'ab=!"\\, \t\u00A0ö🔥') });
const written = fc.record({
  label: fc.array(
    fc
      .record({ name: text, operator: fc.constantFrom(...OPERATORS), value: text })
      .map(writeMatcher),
    {
      maxLength: 3,
    },
  ),
  q: text,
});

test("the text of a filter is read as the same filter", () => {
  fc.assert(
    fc.property(written, ({ label, q }) => {
      const wanted = { ...(label.length > 0 && { label }), ...(q !== "" && { q }) };
      expect(readSearch(writeSearch(wanted))).toEqual(wanted);
    }),
    { numRuns: 2000 },
  );
});

test("whatever is typed has a text that stays", () => {
  fc.assert(
    fc.property(text, (typed) => {
      const shown = writeSearch(readSearch(typed));
      expect(writeSearch(readSearch(shown))).toBe(shown);
    }),
    { numRuns: 2000 },
  );
});

test.each(['"', '"a', '\\"', '" ', "a=", 'a="', '"\\" ', "=", "!="])(
  "%j again and again is read in no time",
  (part) => {
    const typed = part.repeat(100_000 / part.length);
    const from = performance.now();
    readSearch(typed);
    expect(performance.now() - from).toBeLessThan(1000);
  },
);
