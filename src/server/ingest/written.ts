/**
 * Any JSON value as text: text as it is, a list of simple values with commas, what is nested as
 * JSON. Undefined for what says nothing: null, and what is empty.
 */
export function written(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "object" || value === null) return undefined;
  return Object.keys(value).length === 0 ? undefined : nested(value);
}

function nested(value: object): string {
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) {
    return value.join(", ");
  }
  try {
    return JSON.stringify(value);
  } catch {
    // It is nested more deeply than it can be written.
    return "…";
  }
}

/** The same, where blank text says nothing, either. */
export function writtenOrNone(value: unknown): string | undefined {
  const text = written(value);
  return text === undefined || text.trim() === "" ? undefined : text;
}
