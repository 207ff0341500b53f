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
  const bytes = Object.entries(labels)
    .map(([name, value]) => [Buffer.from(name), Buffer.from(value)] as const)
    .sort(([a], [b]) => Buffer.compare(a, b))
    .flatMap(([name, value]) => [...name, SEPARATOR, ...value, SEPARATOR]);
  const hash = bytes.reduce(
    (sum, byte) => BigInt.asUintN(64, (sum ^ BigInt(byte)) * PRIME),
    OFFSET,
  );
  return hash.toString(16).padStart(16, "0");
}
