import type { Outcome } from "./rule.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The title of the alert that was opened, or what is noted when it is closed; null where nothing happened. */
export function wordsOf(name: string, outcome: Outcome): string | null {
  switch (outcome.type) {
    case "nothing":
      return null;
    case "opened": {
      const { direction, value, expected } = outcome;
      return `${name} is unusually ${direction}: ${exactly(value)}, expected about ${roughly(expected)}`;
    }
    case "closed":
      return outcome.as === "back"
        ? `Back to usual after ${duration(outcome.after)}`
        : `Stayed at ${exactly(outcome.value)}, now taken as usual`;
    default:
      return outcome satisfies never;
  }
}

/** "Learning: 40 % of what it has to see first" */
export function progressWords(progress: number): string {
  return `Learning: ${Math.floor(progress * 100)} % of what it has to see first`;
}

/** A measured value: whole above a hundred, else with three digits that count. */
function exactly(value: number): string {
  const digits =
    Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return number(value, digits);
}

/** An estimate, with two digits that count: more would say what nobody knows. */
function roughly(value: number): string {
  return number(value, { maximumSignificantDigits: 2 });
}

function number(value: number, digits: Intl.NumberFormatOptions): string {
  const huge = Math.abs(value) >= 1e15 ? ({ notation: "scientific" } as const) : {};
  return new Intl.NumberFormat("en-GB", { ...digits, ...huge, signDisplay: "negative" }).format(
    value,
  );
}

/** In the one unit that says enough: "40 min", "3 h", "5 d". */
export function duration(length: number): string {
  if (length < HOUR) return `${Math.max(1, Math.round(length / MINUTE))} min`;
  if (length < 2 * DAY) return `${Math.round(length / HOUR)} h`;
  return `${Math.round(length / DAY)} d`;
}
