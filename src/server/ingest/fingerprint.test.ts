import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprintOf, formerFingerprintOf } from "./fingerprint.ts";

interface Recorded {
  readonly alerts: readonly {
    readonly labels: Record<string, string>;
    readonly fingerprint: string;
  }[];
}

const recorded = new URL("fixtures/alertmanager/", import.meta.url);

test.each(readdirSync(recorded))("is what Alertmanager sent in %s", (name) => {
  const { alerts } = JSON.parse(readFileSync(new URL(name, recorded), "utf8")) as Recorded;
  expect(alerts.map(({ labels }) => fingerprintOf(labels))).toEqual(
    alerts.map(({ fingerprint }) => fingerprint),
  );
});

test("does not depend on the order of the labels", () => {
  expect(fingerprintOf({ a: "1", b: "2" })).toBe(fingerprintOf({ b: "2", a: "1" }));
  expect(fingerprintOf({ a: "1", b: "2" })).not.toBe(fingerprintOf({ a: "12", b: "" }));
});

test("names are sorted by their bytes, not by halves of characters", () => {
  // Above the surrogates in UTF-16, below them in UTF-8.
  const labels = { "\u{1F600}": "2", "\uFFFD": "1" };
  const bytes = Buffer.from("\uFFFD\u00001\u0000\u{1F600}\u00002\u0000").map((byte) => byte || 255);
  const hash = bytes.reduce(
    (sum, byte) => BigInt.asUintN(64, (sum ^ BigInt(byte)) * 0x100000001b3n),
    0xcbf29ce484222325n,
  );
  expect(fingerprintOf(labels)).toBe(hash.toString(16).padStart(16, "0"));
});

test("older versions gave another name only where halves of characters are sorted otherwise", () => {
  expect(formerFingerprintOf({ a: "\u{1F600}", "\uFFFD": "2", ä: "3" })).toBeUndefined();
  expect(formerFingerprintOf({ "\u{1F600}": "2", a: "1" })).toBeUndefined();
  const labels = { "\u{1F600}": "2", "\uFFFD": "1" };
  expect(formerFingerprintOf(labels)).toMatch(/^[\da-f]{16}$/u);
  expect(formerFingerprintOf(labels)).not.toBe(fingerprintOf(labels));
});

test("is FNV-1a of 64 bits, whatever the bytes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (value) => {
      const bytes = [...Buffer.from("a"), 255, ...Buffer.from(value), 255];
      const hash = bytes.reduce(
        (sum, byte) => BigInt.asUintN(64, (sum ^ BigInt(byte)) * 0x100000001b3n),
        0xcbf29ce484222325n,
      );
      expect(fingerprintOf({ a: value })).toBe(hash.toString(16).padStart(16, "0"));
    }),
    { numRuns: 1000 },
  );
});
