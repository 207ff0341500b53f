/** The words of JSON Schema that the description of the API uses. */
export interface JsonSchema {
  readonly type?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Where a value is not what the schema describes; null where it is. */
export function misfit(schema: JsonSchema, value: unknown, at = "body"): string | null {
  const { anyOf, type } = schema;
  if (anyOf !== undefined && anyOf.every((one) => misfit(one, value, at) !== null)) return at;
  if (type !== undefined && !isOfType(type, value)) return `${at} is no ${type}`;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return at;
  if (typeof value === "string" && !isWithin(value.length, schema.minLength, schema.maxLength)) {
    return `${at} has ${value.length} characters`;
  }
  if (typeof value === "number" && !isWithin(value, schema.minimum, schema.maximum)) return at;
  return typeof value === "object" && value !== null ? misfitWithin(schema, value, at) : null;
}

function misfitWithin(schema: JsonSchema, value: object, at: string): string | null {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => misfit(schema.items ?? {}, item, `${at}[${index}]`));
    return items.find((item) => item !== null) ?? null;
  }
  const { required = [], properties = {}, additionalProperties = true } = schema;
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `${at}.${missing} is missing`;
  const entries = Object.entries(value);
  if (!isWithin(entries.length, schema.minProperties, schema.maxProperties)) return at;
  for (const [name, part] of entries) {
    const described = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (described === false) return `${at}.${name} is not described`;
    const found = typeof described === "object" ? misfit(described, part, `${at}.${name}`) : null;
    if (found !== null) return found;
  }
  return null;
}

function isOfType(type: string, value: unknown): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "null") return value === null;
  if (type === "integer") return Number.isInteger(value);
  if (type === "object") {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }
  return typeof value === type;
}

function isWithin(number: number, min = -Infinity, max = Infinity): boolean {
  return number >= min && number <= max;
}
