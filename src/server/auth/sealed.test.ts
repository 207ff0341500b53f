import fc from "fast-check";
import { expect, test } from "vitest";
import { createSeal } from "./sealed.ts";

const seal = createSeal();

test("opens what it has closed, and nobody reads it meanwhile", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
      (text) => {
        const sealed = seal.close(text);
        expect(seal.open(sealed)).toBe(text);
        expect(sealed).toMatch(/^[\w-]+$/u);
        expect(seal.close(text)).not.toBe(sealed);
      },
    ),
  );
  const read = Buffer.from(seal.close("/feed?q=secret"), "base64url").toString("latin1");
  expect(read).not.toContain("secret");
});

test("opens nothing else", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (text, at) => {
      const bytes = Buffer.from(seal.close(text), "base64url");
      bytes[at % bytes.byteLength] = (bytes[at % bytes.byteLength] ?? 0) ^ 1;
      expect(seal.open(bytes.toString("base64url"))).toBeNull();
      expect(seal.open(bytes.subarray(0, at % bytes.byteLength).toString("base64url"))).toBeNull();
      expect(seal.open(text)).toBeNull();
      expect(createSeal().open(seal.close(text))).toBeNull();
    }),
  );
});
