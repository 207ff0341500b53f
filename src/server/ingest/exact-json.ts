/**
 * Where a number may stand that JavaScript would write otherwise: more digits than it keeps, a zero
 * at the end, an exponent, a negative zero. What stands behind a comma may also be in a text; then
 * looking closely costs a little time.
 */
const ODD_NUMBER =
  /(?:"\s*:|[,[])\s*(?:-0(?=[\s,\]}])|-?(?:\d[\d.]{15}|\d+\.\d*0(?!\d)|\d+(?:\.\d+)?[eE]|0\.000000))/u;

/**
 * The JSON value in a text, in which numbers keep the digits that they were sent with: one that
 * JavaScript would write otherwise is that text. Throws what JSON.parse throws.
 */
export function parseExactly(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return ODD_NUMBER.test(text) ? withDigits(text, value) : value;
}

/** What is nested too deeply for a reviver is no alert, and stays as it was read. */
function withDigits(text: string, value: unknown): unknown {
  try {
    return JSON.parse(text, digitsOf);
  } catch (error) {
    if (error instanceof RangeError) return value;
    throw error;
  }
}

/** `source` is new in JavaScript, and not yet in TypeScript's description of it. */
function digitsOf(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  return String(value) === context.source ? value : context.source;
}
