import { expect, test } from "vitest";
import { newPassword } from "./new-password.ts";

test("a password is four groups of signs that look like no other", () => {
  expect(newPassword(new Uint8Array(16))).toBe("aaaa-aaaa-aaaa-aaaa");
  const all = Uint8Array.from({ length: 16 }, (_, index) => 255 - index * 7);
  expect(newPassword(all)).toMatch(/^(?:[a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}$/u);
});

test("each sign is as likely as the others", () => {
  const counts = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) {
    const [sign = ""] = newPassword(new Uint8Array(16).fill(byte));
    counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  expect([...new Set(counts.values())]).toEqual([8]);
  expect(counts.size).toBe(32);
});
