/** From there on, digits would be counted rather than read. */
const HUGE = 1e15;

/** A measured value: whole above a hundred, else with three digits that count. */
export function measureWords(value: number): string {
  const isWhole = Math.abs(value) >= 100 && Math.abs(value) < HUGE;
  return formatted(value, isWhole ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });
}

/** An estimate, with two digits that count: more would say what nobody knows. */
export function estimateWords(value: number): string {
  return formatted(value, { maximumSignificantDigits: 2 });
}

/** What stands beside an axis, as short as it can be: "1.2M". */
export function axisWords(value: number): string {
  return formatted(value, { notation: "compact", maximumSignificantDigits: 4 });
}

function formatted(value: number, digits: Intl.NumberFormatOptions): string {
  const huge = Math.abs(value) >= HUGE ? ({ notation: "scientific" } as const) : {};
  return new Intl.NumberFormat("en", { ...digits, ...huge, signDisplay: "negative" }).format(value);
}
