import * as v from "valibot";
import { type Pairs, pairsSchema } from "../../domain/alert.ts";
import { claimedTimeFrom } from "./claimed-time.ts";
import { LIMITS } from "./limits.ts";
import { pairsFrom } from "./pairs.ts";
import { fits } from "./text.ts";
import { writtenOrNone } from "./written.ts";

// JSON Schema has no word for a check: what it says of the input stands beside it as metadata.

/** Text of at most `max` characters. */
export function textOf(max: number) {
  return v.pipe(
    v.string("must be a string"),
    v.check((text) => fits(text, max), `must have at most ${max} characters`),
    v.metadata({ maxLength: max }),
  );
}

export const titleField = v.pipe(
  textOf(LIMITS.title),
  v.check((text) => text.trim() !== "", "must not be empty"),
  v.metadata({ minLength: 1 }),
);

/** A time in any form that can be read, see {@link claimedTimeFrom}; null where it names none. */
export const timeField = v.pipe(
  v.unknown(),
  v.metadata({
    anyOf: [
      { type: "string", format: "date-time" },
      { type: "integer", minimum: 1_000_000_000, maximum: 9_999_999_999 },
    ],
  }),
  v.transform(claimedTimeFrom),
  v.check(
    (time) => time !== undefined,
    "must be an RFC 3339 time, such as 2026-01-31T09:30:00Z, or seconds since 1970",
  ),
  v.transform((time) => time ?? null),
);

/** Text, or a number or truth that stands where text belongs. */
export function scalarOf(text: v.GenericSchema<string>) {
  return v.pipe(
    v.union([text, v.number(), v.boolean()], "must be a string"),
    v.transform(String),
    text,
  );
}

/** Labels or annotations whose values, and which together, have at most so many characters. */
export function pairsOf(bare: string, maxValue: number, maxTotal: number) {
  return v.pipe(
    v.unknown(),
    v.metadata({ anyOf: [describedPairs(maxValue), describedList] }),
    v.transform((input): Pairs => pairsFrom(input, bare)),
    pairsSchema,
    v.check(hasFewNames, `must have at most ${LIMITS.pairs} names`),
    v.check(hasShortNames, `must have names of 1 to ${LIMITS.name} characters`),
    v.check(
      (pairs) => Object.values(pairs).every((value) => fits(value, maxValue)),
      `must have values of at most ${maxValue} characters`,
    ),
    v.check(
      (pairs) => fitTogether(pairs, maxTotal),
      `must have at most ${maxTotal} characters together`,
    ),
  );
}

const ANY_NUMBER = { type: "number" } as const;
const TRUTH = { type: "boolean" } as const;
const NOTHING = { type: "null" } as const;
const ANY_TEXT = { type: "string" } as const;

function describedPairs(maxLength: number) {
  const values = { anyOf: [{ type: "string", maxLength }, ANY_NUMBER, TRUTH] };
  return {
    type: "object",
    maxProperties: LIMITS.pairs,
    propertyNames: { minLength: 1, maxLength: LIMITS.name },
    additionalProperties: values,
  };
}

/** `name=value`, or a word without a name. */
const describedList = {
  type: "array",
  items: { type: "string", maxLength: LIMITS.name },
  maxItems: 9,
};

function hasFewNames(pairs: Pairs): boolean {
  return Object.keys(pairs).length <= LIMITS.pairs;
}

function hasShortNames(pairs: Pairs): boolean {
  return Object.keys(pairs).every((name) => name !== "" && fits(name, LIMITS.name));
}

/** Nearly always their code units are few enough, of which there are no fewer than characters. */
function fitTogether(pairs: Pairs, max: number): boolean {
  const texts = Object.entries(pairs).flat();
  return texts.reduce((sum, text) => sum + text.length, 0) <= max || fits(texts.join(""), max);
}

/** A field of a webhook, which may hold anything; `described` is what it is known to hold. */
function loose<T>(described: object, read: (input: unknown) => T) {
  return v.optional(v.pipe(v.unknown(), v.metadata({ ...described }), v.transform(read)));
}

/** Text, or what people write where text belongs; undefined where it says nothing. */
export const looseText = loose({ anyOf: [ANY_TEXT, ANY_NUMBER, TRUTH, NOTHING] }, writtenOrNone);

/** Text by which an alert is named. */
export const looseName = loose({ type: "string", minLength: 1 }, writtenOrNone);

/** What is read in more ways than one, by whoever reads the alert. */
export const looseValue = loose(
  { anyOf: [ANY_TEXT, ANY_NUMBER, NOTHING] },
  (input) => input ?? undefined,
);

/** Names and values as something is named by them. */
const NAMING_PAIRS = {
  type: "object",
  minProperties: 1,
  additionalProperties: { anyOf: [ANY_TEXT, ANY_NUMBER, TRUTH] },
} as const;

/** Names and values that may also be none, or nested. */
const ANY_PAIRS = {
  type: "object",
  additionalProperties: {
    anyOf: [ANY_TEXT, ANY_NUMBER, TRUTH, NOTHING, { type: "array" }, { type: "object" }],
  },
} as const;

/** A list, of whatever may be read of it. */
export const looseList = loose({ anyOf: [{ type: "array" }, NOTHING] }, (input): unknown[] =>
  Array.isArray(input) ? input : [],
);

/** Labels, of which at least one names the alert. */
export const looseLabels = loose(NAMING_PAIRS, (input): Pairs | undefined =>
  input === null || input === undefined ? undefined : pairsFrom(input, "tags"),
);

/** Annotations, or other names and values. */
export const loosePairs = loose(
  { anyOf: [ANY_PAIRS, { type: "array" }, ANY_TEXT, NOTHING] },
  (input): Pairs | undefined =>
    input === null || input === undefined ? undefined : pairsFrom(input, "text"),
);
