import * as v from "valibot";
import { type Pairs, pairsSchema } from "../../shared/alert.ts";
import { LIMITS } from "./limits.ts";
import { fits } from "./text.ts";
import { isTime } from "./time.ts";

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

export const timeField = v.pipe(
  v.string("must be a string"),
  v.check(isTime, "must be an RFC 3339 time, such as 2026-01-31T09:30:00Z"),
  v.metadata({ format: "date-time" }),
);

/** Labels or annotations whose values, and which together, have at most so many characters. */
export function pairsOf(maxValue: number, maxTotal: number) {
  return v.pipe(
    pairsSchema,
    v.check(hasFewNames, `must have at most ${LIMITS.pairs} names`),
    v.check(hasShortNames, `must have names of 1 to ${LIMITS.name} characters`),
    v.check(
      (pairs) => Object.values(pairs).every((value) => fits(value, maxValue)),
      `must have values of at most ${maxValue} characters`,
    ),
    v.check(
      (pairs) => fits(Object.entries(pairs).flat().join(""), maxTotal),
      `must have at most ${maxTotal} characters together`,
    ),
    v.metadata(describedPairs({ maxLength: maxValue })),
  );
}

function describedPairs(value: { readonly maxLength?: number }) {
  return {
    type: "object",
    maxProperties: LIMITS.pairs,
    propertyNames: { minLength: 1, maxLength: LIMITS.name },
    additionalProperties: { type: "string", ...value },
  };
}

function hasFewNames(pairs: Pairs): boolean {
  return Object.keys(pairs).length <= LIMITS.pairs;
}

function hasShortNames(pairs: Pairs): boolean {
  return Object.keys(pairs).every((name) => name !== "" && fits(name, LIMITS.name));
}

/** Text, or what people write where text belongs when they put a payload together by hand. */
export function scalarOf(text: v.GenericSchema<string>) {
  return v.union([text, v.number(), v.boolean()], "must be a string");
}

const scalar = scalarOf(v.string());
type LoosePairs = Readonly<Record<string, v.InferOutput<typeof scalar> | null>>;

/** Labels or annotations of a webhook; `mend` makes them fit where they may be changed. */
export function loosePairsOf(
  maxValue: number,
  maxTotal: number,
  mend?: (pairs: Pairs, maxValue: number, maxTotal: number) => Pairs,
) {
  return v.pipe(
    v.custom<LoosePairs>(isLoosePairs, "must be an object whose values are strings"),
    v.metadata(describedPairs(mend === undefined ? { maxLength: maxValue } : {})),
    v.transform(textPairs),
    v.transform((pairs) => mend?.(pairs, maxValue, maxTotal) ?? pairs),
    pairsOf(maxValue, maxTotal),
  );
}

function isLoosePairs(input: unknown): input is LoosePairs {
  return (
    typeof input === "object" &&
    input !== null &&
    !Array.isArray(input) &&
    Object.values(input).every((value) => value === null || v.is(scalar, value))
  );
}

function textPairs(pairs: LoosePairs): Pairs {
  return Object.fromEntries(
    Object.entries(pairs).flatMap(([name, value]) =>
      value === null ? [] : [[name, String(value)]],
    ),
  );
}
