import fc from "fast-check";
import { expect, test } from "vitest";
import { MATCHER, matchesLabel, readingsOf, readMatcher, writeMatcher } from "./label-matcher.ts";

test.each([
  ["env=prod", "env", true, "prod"],
  ["env!=prod", "env", false, "prod"],
  ["a!b=1", "a!b", true, "1"],
  ['"cost=center"=eu=1', "cost=center", true, "eu=1"],
  ['"a!"!=b', "a!", false, "b"],
  ['"a!"=b', "a!", true, "b"],
  ['"="==', "=", true, "="],
  [String.raw`"\"a=\\"=b`, String.raw`"a=\ `.trim(), true, "b"],
  // Quotes that are not needed, or not written as ours are, are part of the name.
  ['"env"=prod', '"env"', true, "prod"],
  [String.raw`"\a!"=b`, String.raw`"\a!"`, true, "b"],
  ['"a!" =b', '"a!" ', true, "b"],
  ['"a=b', '"a', true, "b"],
])("%s", (written, name, equal, value) => {
  expect(written).toMatch(MATCHER);
  expect(readMatcher(written)).toMatchObject({ name, equal, value });
});

const sign = fc.constantFrom(...'ab=!"\\ ö');
const text = fc.string({ unit: sign, maxLength: 12 });

test("each label can be written, and what is read is written as it was", () => {
  fc.assert(
    fc.property(text, fc.boolean(), text, (name, equal, value) => {
      const written = writeMatcher({ name, equal, value });
      expect(written).toMatch(MATCHER);
      expect(readMatcher(written)).toMatchObject({ name, equal, value });
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(text, (written) => {
      // The one text that is read as another: a name that begins with a quote, and stands in quotes.
      fc.pre(MATCHER.test(written) && !written.startsWith('"\\"'));
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
      const matcher = readMatcher(writeMatcher({ name, equal: true, value }));
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
  writeMatcher({ name: written, equal: true, value: written });
  MATCHER.test(written);
  expect(performance.now() - from).toBeLessThan(200);
});
