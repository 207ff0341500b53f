import fc from "fast-check";
import { expect, test } from "vitest";
import { type AlertState, judge, type Outcome, type Reading, type Rule, WATCHING } from "./rule.ts";

const MINUTE = 60_000;
const RULE: Rule = {
  threshold: 6,
  direction: "both",
  minimumChange: 0,
  minimumRelativeChange: 0.2,
  unusual: 1,
  of: 1,
  closeAfter: 3,
};

/** A bucket as unusual as one can be, but for the fields given. */
function reading(fields: Partial<Reading> = {}): Reading {
  return { time: 0, value: 200, expected: 1000, seasonal: 0, score: 2.5, deviations: 9, ...fields };
}

const quiet = (fields: Partial<Reading> = {}) => reading({ score: 1, deviations: 0, ...fields });

function run(rule: Rule, readings: readonly Reading[]): { state: AlertState; outcomes: Outcome[] } {
  let state: AlertState = WATCHING;
  const outcomes: Outcome[] = [];
  for (const [index, one] of readings.entries()) {
    const judged = judge(rule, state, { ...one, time: index * MINUTE });
    state = judged.state;
    outcomes.push(judged.outcome);
  }
  return { state, outcomes };
}

const typesOf = (outcomes: readonly Outcome[]) => outcomes.map(({ type }) => type);

test("what is unusual opens an alert, and says which way", () => {
  expect(run(RULE, [reading()]).outcomes).toEqual([
    { type: "opened", direction: "low", value: 200, expected: 1000 },
  ]);
  expect(run(RULE, [reading({ value: 1300 })]).outcomes).toMatchObject([{ direction: "high" }]);
});

test.each<[string, Partial<Reading>, Partial<Rule>]>([
  ["fewer deviations than the threshold", { deviations: 5.99 }, {}],
  ["an ordinary score, however calm the series was", { score: 1.49 }, {}],
  ["a small part of what was expected", { value: 810 }, {}],
  ["less than the minimum change", {}, { minimumChange: 801 }],
  ["the direction that nobody wants, high", { value: 1300 }, { direction: "low" }],
  ["the direction that nobody wants, low", {}, { direction: "high" }],
  ["no change at all", { value: 0, expected: 0 }, {}],
])("it takes more than %s", (_, fields, rule) => {
  expect(typesOf(run({ ...RULE, ...rule }, [reading(fields)]).outcomes)).toEqual(["nothing"]);
});

test.each<[string, Partial<Reading>, Partial<Rule>]>([
  ["the threshold itself", { deviations: 6 }, {}],
  ["the least score", { score: 1.5 }, {}],
  ["a fifth of what was expected", { value: 800 }, {}],
  ["the minimum change", {}, { minimumChange: 800 }],
  ["the direction that is wanted", {}, { direction: "low" }],
])("it takes no more than %s", (_, fields, rule) => {
  expect(typesOf(run({ ...RULE, ...rule }, [reading(fields)]).outcomes)).toEqual(["opened"]);
});

test("where two of three must be unusual, one is not enough and two need not be neighbours", () => {
  const rule = { ...RULE, unusual: 2, of: 3 };
  expect(typesOf(run(rule, [reading(), quiet(), quiet(), reading()]).outcomes)).not.toContain(
    "opened",
  );
  expect(typesOf(run(rule, [reading(), quiet(), reading()]).outcomes)).toEqual([
    "nothing",
    "nothing",
    "opened",
  ]);
});

test("one alert is open at most, and only quiet buckets in a row close it", () => {
  const { outcomes } = run(RULE, [
    reading(),
    quiet(),
    quiet(),
    reading(),
    quiet(),
    quiet(),
    quiet(),
  ]);
  expect(typesOf(outcomes)).toEqual([
    "opened",
    "nothing",
    "nothing",
    "nothing",
    "nothing",
    "nothing",
    "closed",
  ]);
});

test("quiet is what is well below the threshold", () => {
  const restless = Array.from<Reading>({ length: 20 }).fill(quiet({ deviations: 3.6 }));
  expect(run(RULE, [reading(), ...restless]).state.type).toBe("open");
  const calm = Array.from<Reading>({ length: 3 }).fill(quiet({ deviations: 3.59 }));
  expect(run(RULE, [reading(), ...calm]).state.type).toBe("watching");
});

test("what went back did so when it became quiet", () => {
  const readings = [
    reading(),
    reading(),
    quiet({ value: 990 }),
    quiet({ value: 1000 }),
    quiet({ value: 1010 }),
  ];
  expect(run(RULE, readings).outcomes.at(-1)).toEqual({
    type: "closed",
    as: "back",
    after: 2 * MINUTE,
    value: 1000,
  });
});

test("what was quiet before it was unusual again says nothing of the end", () => {
  const end = [quiet({ value: 990 }), quiet({ value: 1000 }), quiet({ value: 1010 })];
  const readings = [reading(), quiet({ value: -9000 }), reading(), ...end];
  expect(run(RULE, readings).outcomes.at(-1)).toEqual({
    type: "closed",
    as: "back",
    after: 3 * MINUTE,
    value: 1000,
  });
});

test("what stayed is what is usual now", () => {
  const stayed = [quiet({ value: 210 }), quiet({ value: 220 }), quiet({ value: 230 })];
  expect(run(RULE, [reading(), ...stayed]).outcomes.at(-1)).toMatchObject({
    type: "closed",
    as: "usual",
    value: 220,
  });
});

test("whether it stayed is seen without the season", () => {
  // 800 above what is usual at night. At noon a thousand is what is usual.
  const opening = reading({ value: 900, expected: 100, seasonal: 100 });
  const noon = quiet({ value: 1000, expected: 1000, seasonal: 1000 });
  const { outcomes } = run(RULE, [opening, noon, noon, noon]);
  expect(outcomes.at(-1)).toMatchObject({ type: "closed", as: "back" });
});

test("an ordinary bucket opens nothing, even where the rule was stricter before", () => {
  const { outcome } = judge(RULE, { type: "watching", recent: [true] }, quiet());
  expect(outcome.type).toBe("nothing");
  const rule = { ...RULE, of: 3 };
  expect(judge(rule, { type: "watching", recent: [true] }, quiet()).outcome.type).toBe("nothing");
});

test("openings and closings take turns, whatever comes, and closing takes as long as it must", () => {
  const any = fc.record({
    value: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    expected: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    score: fc.double({ min: 0, max: 8, noNaN: true }),
    deviations: fc.double({ min: -3, max: 20, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 60 }), (readings) => {
      const { outcomes } = run(
        RULE,
        readings.map((one) => reading(one)),
      );
      const changes = [...outcomes.entries()].filter(([, { type }]) => type !== "nothing");
      for (const [turn, [index, { type }]] of changes.entries()) {
        expect(type).toBe(turn % 2 === 0 ? "opened" : "closed");
        if (type === "closed")
          expect(index - (changes[turn - 1]?.[0] ?? 0)).toBeGreaterThanOrEqual(3);
      }
    }),
  );
});
