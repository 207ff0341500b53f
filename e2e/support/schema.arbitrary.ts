import fc from "fast-check";

/** A schema as our description of the API writes them: the words that it uses of JSON Schema. */
export interface Schema {
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean" | "null";
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly additionalProperties?: Schema | false;
}

const TEXT_LIMIT = 5_000;

/** Values that mean something to a parser, a store, an object or a clock. */
const odd: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  "",
  " ",
  "\0",
  "a\0b",
  "\uD800",
  "\uDC00x",
  "\u202Eabc",
  "__proto__",
  "constructor",
  "'; drop table alerts; --",
  "x".repeat(70_000),
  "🔥".repeat(2_000),
  ",",
  "=",
  "a=",
  "a!=",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59.999999999-23:59",
  "+275760-09-13T00:00:00Z",
  "2026-02-30T00:00:00Z",
  "2026-01-01T00:00:60Z",
  -0,
  -1,
  0.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  2 ** 53,
  2 ** 63,
  null,
  true,
  [],
  {},
  [[[[[]]]]],
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {}}}'),
);

const wild = fc.oneof(odd, odd, fc.jsonValue(), fc.string({ unit: "binary" }));

/** What the schema allows. */
export function valid(schema: Schema): fc.Arbitrary<unknown> {
  return valuesOf(schema, valid);
}

/** What the schema allows, but that here and there anything else may stand. */
export function nearlyValid(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 9, arbitrary: valuesOf(schema, nearlyValid) },
    { weight: 1, arbitrary: wild },
  );
}

type Part = (schema: Schema) => fc.Arbitrary<unknown>;

function valuesOf(schema: Schema, part: Part): fc.Arbitrary<unknown> {
  const { anyOf, ...besides } = schema;
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((one) => part({ ...besides, ...one })));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case "object":
      return objectsOf(schema, part);
    case "array":
      return fc.array(part(schema.items ?? {}), { maxLength: Math.min(schema.maxItems ?? 3, 3) });
    case "string":
      return textsOf(schema);
    case "integer":
      return fc.integer({ min: schema.minimum ?? -9, max: schema.maximum ?? 2 ** 31 - 1 });
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case undefined:
      return fc.jsonValue();
    default:
      return schema.type satisfies never;
  }
}

function objectsOf(schema: Schema, part: Part): fc.Arbitrary<unknown> {
  const { properties, additionalProperties, required = [] } = schema;
  if (properties === undefined) {
    const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
    const keys = { minKeys: schema.minProperties ?? 0, maxKeys: 5 };
    return fc.dictionary(name, part(additionalProperties || {}), keys);
  }
  const parts = Object.entries(properties).map(([name, property]) => [name, part(property)]);
  return fc.record(Object.fromEntries(parts) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: [...required],
  });
}

function textsOf(schema: Schema): fc.Arbitrary<string> {
  if (schema.format === "date-time") return timesOf();
  if (schema.pattern?.includes("=") === true) {
    const side = fc.stringMatching(/^[\w-]{1,9}$/u);
    return fc.tuple(side, fc.constantFrom("=", "!="), side).map((parts) => parts.join(""));
  }
  const { minLength = 0, maxLength = TEXT_LIMIT } = schema;
  const unit = "grapheme-composite";
  // A letter and what is put upon it are several characters: half as many are surely not too many.
  const short = fc.string({
    unit,
    minLength,
    maxLength: Math.max(1, Math.min(maxLength, 200) / 4),
  });
  const long = fc
    .nat({ max: Math.min(maxLength, TEXT_LIMIT) })
    .map((n) => "x".repeat(n + minLength));
  return fc
    .oneof({ weight: 9, arbitrary: short }, { weight: 1, arbitrary: long })
    .map((text) =>
      text.trim() === "" && minLength > 0 ? "x" : Array.from(text).slice(0, maxLength).join(""),
    );
}

function timesOf(): fc.Arbitrary<string> {
  const min = new Date("0002-01-02T00:00:00Z");
  const max = new Date("9999-12-30T00:00:00Z");
  const time = fc.date({ min, max, noInvalidDate: true });
  const zone = fc.constantFrom("Z", "z", "+00:00", "-00:00", "+23:59", "-11:30");
  const fraction = fc.constantFrom("", ".1", ".123456789");
  return fc
    .tuple(time, fraction, zone)
    .map(([at, part, offset]) => `${at.toISOString().slice(0, 19)}${part}${offset}`);
}
