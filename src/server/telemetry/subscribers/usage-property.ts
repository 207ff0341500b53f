import {
  USAGE_COUNTS,
  USAGE_FIELDS,
  USAGE_SIZES,
  type UsageField,
} from "../../../protocol/telemetry.ts";

/** Those of Node, on which it could run. */
const PLATFORMS: readonly unknown[] = [
  "aix",
  "android",
  "cygwin",
  "darwin",
  "freebsd",
  "haiku",
  "linux",
  "netbsd",
  "openbsd",
  "sunos",
  "win32",
];

const SIZES: readonly UsageField[] = USAGE_SIZES;

export type Properties = Readonly<Partial<Record<UsageField, number | string>>>;

/**
 * Of what is to be sent, what may be: fields of the list alone, and of each only numbers or words of a closed list.
 * So no text that anybody wrote can leave, whatever comes in here.
 */
export function allowed(properties: Readonly<Record<string, unknown>>): Properties {
  const pairs = USAGE_FIELDS.flatMap((field) => {
    const value = Object.hasOwn(properties, field) ? properties[field] : undefined;
    return isAllowed(field, value) ? [[field, value] as const] : [];
  });
  return Object.fromEntries(pairs);
}

function isAllowed(field: UsageField, value: unknown): value is number | string {
  if (field === "version")
    return typeof value === "string" && /^\d{1,5}\.\d{1,5}\.\d{1,5}$/u.test(value);
  if (field === "platform") return PLATFORMS.includes(value);
  if (!Number.isSafeInteger(value) || Number(value) < 0) return false;
  return !SIZES.includes(field) || value === powerOfTen(Number(value));
}

/** The power of ten at or below a number; 0 where it is less than 1. */
export function powerOfTen(value: number): number {
  return value < 1 ? 0 : 10 ** Math.floor(Math.log10(value));
}

/** A counter of each field that is one, at zero. */
export function newCounts(): Map<string, number> {
  return new Map(USAGE_COUNTS.map((field) => [field, 0]));
}
