import type { Pairs } from "../../shared/alert.ts";

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const SEPARATOR = 0xff;

/**
 * The name that Alertmanager gives to a label set (FNV-1a, 64 bits, over the sorted labels). For
 * payloads that lack it; a fingerprint that was given is never made again. Names are sorted as Go
 * sorts them, byte by byte.
 */
export function fingerprintOf(labels: Pairs): string {
  return hashOf(Object.entries(labels).sort(([a], [b]) => Buffer.compare(bytesOf(a), bytesOf(b))));
}

/**
 * The name that older versions gave to it, which sorted by halves of characters; undefined where it is
 * surely the same. Alerts that they opened still go by it.
 */
export function formerFingerprintOf(labels: Pairs): string | undefined {
  // Only what lies above the surrogates is sorted otherwise beside what is made of them.
  const names = Object.keys(labels).join("");
  if (!/[\uE000-\uFFFF]/u.test(names) || !/[\u{10000}-\u{10FFFF}]/u.test(names)) return undefined;
  return hashOf(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function hashOf(labels: readonly (readonly [string, string])[]): string {
  const bytes = labels.flatMap(([name, value]) => [
    ...bytesOf(name),
    SEPARATOR,
    ...bytesOf(value),
    SEPARATOR,
  ]);
  const hash = bytes.reduce(
    (sum, byte) => BigInt.asUintN(64, (sum ^ BigInt(byte)) * PRIME),
    OFFSET,
  );
  return hash.toString(16).padStart(16, "0");
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text);
}
