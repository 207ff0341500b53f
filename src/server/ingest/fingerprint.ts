import type { Pairs } from "../../domain/alert.ts";

const SEPARATOR = 0xff;

/**
 * The name that Alertmanager gives to a label set (FNV-1a, 64 bits, over the sorted labels). For
 * payloads that lack it; a fingerprint that was given is never made again. Names are sorted as Go
 * sorts them, byte by byte.
 */
export function fingerprintOf(labels: Pairs): string {
  const named = Object.entries(labels).map(([name, value]) => [Buffer.from(name), value] as const);
  return hashOf(named.sort(([a], [b]) => Buffer.compare(a, b)));
}

/**
 * The name that older versions gave to it, which sorted by halves of characters; undefined where it is
 * surely the same. Alerts that they opened still go by it.
 */
export function formerFingerprintOf(labels: Pairs): string | undefined {
  // Only what lies above the surrogates is sorted otherwise beside what is made of them.
  const names = Object.keys(labels).join("");
  if (!/[\uE000-\uFFFF]/u.test(names) || !/[\u{10000}-\u{10FFFF}]/u.test(names)) return undefined;
  const named = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return hashOf(named.map(([name, value]) => [Buffer.from(name), value]));
}

/** FNV-1a in two halves: a body of labels alone would take half a second in 64 bits of JavaScript. */
function hashOf(labels: readonly (readonly [Buffer, string])[]): string {
  let [high, low] = [0xcbf29ce4, 0x84222325];
  function take(byte: number): void {
    // The prime is 2 ** 40 + 0x1b3. `>>> 0` is the rest by 2 ** 32.
    const before = (low ^ byte) >>> 0;
    const product = before * 0x1b3;
    high = (high * 0x1b3 + before * 0x100 + Math.floor(product / 2 ** 32)) >>> 0;
    low = product >>> 0;
  }
  for (const [name, value] of labels) {
    for (const byte of name) take(byte);
    take(SEPARATOR);
    for (const byte of Buffer.from(value)) take(byte);
    take(SEPARATOR);
  }
  return hexOf(high) + hexOf(low);
}

function hexOf(half: number): string {
  return half.toString(16).padStart(8, "0");
}
