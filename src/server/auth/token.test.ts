import fc from "fast-check";
import { expect, test } from "vitest";
import { areSameText, isToken, keyPartsOf, keyText, newSecret, secretHashOf } from "./token.ts";

test("ASVS 7.2.2 and 7.2.3: tokens are made anew from 256 random bits", () => {
  const made = Array.from({ length: 1_000 }, newSecret);
  expect(new Set(made.map(({ secret }) => secret)).size).toBe(1_000);
  for (const { secret, hash } of made) {
    expect(Buffer.from(secret, "base64url")).toHaveLength(32);
    expect(isToken(secret)).toBe(true);
    expect(secretHashOf(secret)).toEqual(hash);
    expect(Buffer.from(hash).toString("base64url")).not.toContain(secret);
  }
});

test("a key is read back as it was made", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 15 - 1 }), (id) => {
      const { secret } = newSecret();
      expect(keyPartsOf(keyText(id, secret))).toEqual({ id, secret });
    }),
  );
});

const secret = "a".repeat(43);

test.each([
  "",
  secret,
  `tocsin_${secret}`,
  `tocsin_0_${secret}`,
  `tocsin_01_${secret}`,
  `tocsin_-1_${secret}`,
  `tocsin_1e3_${secret}`,
  `tocsin_1000000000000000_${secret}`,
  `Tocsin_1_${secret}`,
  `tocsin_1_${secret}a`,
  `tocsin_1_${secret.slice(1)}`,
  `tocsin_1_${secret}\n`,
  ` tocsin_1_${secret}`,
  `tocsin_1_${secret.slice(1)}=`,
  `tocsin_1_${secret.slice(1)}é`,
])("%j is no key", (text) => {
  expect(keyPartsOf(text)).toBeNull();
});

test("compares texts of any length", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, other) => {
      expect(areSameText(one, other)).toBe(one === other);
      expect(areSameText(one, one)).toBe(true);
    }),
  );
});
