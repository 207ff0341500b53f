import { expect, test } from "vitest";
import { plain } from "./plain.ts";

test("text that turns what follows it round stands as it was written", () => {
  expect(plain("\u202Edetcele\u202C \u2067x\u2069")).toBe("detcele x");
});

test("text that is written from right to left stays", () => {
  expect(plain("تنبيه 12 \u200F(web)")).toBe("تنبيه 12 \u200F(web)");
});
