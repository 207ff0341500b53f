import fc from "fast-check";
import { expect, test } from "vitest";
import {
  MATCHER,
  matchesLabel,
  OPERATORS,
  readingsOf,
  readMatcher,
  writeMatcher,
} from "./label-matcher.ts";

test.each([
  ["env=prod", "env", "=", "prod"],
  ["env!=prod", "env", "!=", "prod"],
  ["a!b=1", "a!b", "=", "1"],
  ['"cost=center"=eu=1', "cost=center", "=", "eu=1"],
  ['"a!"!=b', "a!", "!=", "b"],
  ['"a!"=b', "a!", "=", "b"],
  ['"="==', "=", "=", "="],
  [String.raw`"\"a=\\"=b`, String.raw`"a=\ `.trim(), "=", "b"],
  // Quotes that are not needed, or not written as ours are, are part of the name.
  ['"env"=prod', '"env"', "=", "prod"],
  [String.raw`"\a!"=b`, String.raw`"\a!"`, "=", "b"],
  ['"a!" =b', '"a!" ', "=", "b"],
  ['"a=b', '"a', "=", "b"],
  ["env=~prod|dev", "env", "=~", "prod|dev"],
  ["env!~a=b", "env", "!~", "a=b"],
  ["env!=~x", "env", "!=", "~x"],
  ['env="~x"', "env", "=", "~x"],
  ['env="x"', "env", "=", '"x"'],
  ['"a!~b"=c', "a!~b", "=", "c"],
])("%s", (written, name, operator, value) => {
  expect(written).toMatch(MATCHER);
  expect(readMatcher(written)).toMatchObject({ name, operator, value });
});

const sign = fc.constantFrom(...'ab=!~"\\ ö');
const text = fc.string({ unit: sign, maxLength: 12 });

test("each label can be written, and what is read is written as it was", () => {
  fc.assert(
    fc.property(text, fc.constantFrom(...OPERATORS), text, (name, operator, value) => {
      const written = writeMatcher({ name, operator, value });
      expect(written).toMatch(MATCHER);
      expect(readMatcher(written)).toMatchObject({ name, operator, value });
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(text, (written) => {
      // The one text that is read as another: a name that begins with a quote, and stands in quotes.
      fc.pre(MATCHER.test(written) && !written.startsWith('"\\"') && !/="[\\"]/u.test(written));
      expect(writeMatcher(readMatcher(written))).toBe(written);
    }),
    { numRuns: 2000 },
  );
});

test("a text that may mean several labels asks for any of them", () => {
  const matcher = readMatcher("a=b=c");
  expect(matchesLabel(matcher, { labels: { a: "b=c" } })).toBe(true);
  expect(matchesLabel(matcher, { labels: { "a=b": "c" } })).toBe(true);
  expect(matchesLabel(matcher, { labels: { a: "b", b: "c" } })).toBe(false);
  expect(matchesLabel(readMatcher('"a=b"=c'), { labels: { a: "b=c" } })).toBe(false);
  expect(matchesLabel(readMatcher("a!=b=c"), { labels: { "a=b": "c" } })).toBe(false);
  expect(matchesLabel(readMatcher("a=b="), { labels: {} })).toBe(false);
});

test("the labels that a text may mean are those that it finds", () => {
  const short = fc.string({ unit: fc.constantFrom("a", "=", "!"), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(short, short, short, short, (name, value, otherName, otherValue) => {
      const matcher = readMatcher(writeMatcher({ name, operator: "=", value }));
      const isMeant = readingsOf(matcher)?.some(
        (reading) => reading.name === otherName && reading.value === otherValue,
      );
      const labels = Object.fromEntries([[otherName, otherValue]]);
      expect(matchesLabel(matcher, { labels })).toBe(isMeant);
    }),
    { numRuns: 2000 },
  );
});

test("a text that may be read in very many ways, each as long as itself, is not read in any", () => {
  expect(readingsOf(readMatcher(`a=${"=".repeat(49)}`))).toHaveLength(50);
  expect(readingsOf(readMatcher(`a=${"=".repeat(50)}`))).toBeNull();
});

test.each(['"', '\\"', "=", "!", '"\\'])("%j again and again is read in no time", (part) => {
  const written = `${part.repeat(3000)}=x`;
  const from = performance.now();
  readMatcher(written);
  writeMatcher({ name: written, operator: "=", value: written });
  MATCHER.test(written);
  expect(performance.now() - from).toBeLessThan(200);
});
