import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { excerptOf } from "./excerpt.ts";

const PUBLIC = "93.184.216.34";

function excerpt(body: string | Buffer, address: string | null = PUBLIC, encoding?: string) {
  const headers = encoding === undefined ? {} : { "content-encoding": encoding };
  return excerptOf({ headers, body: Buffer.from(body) }, address);
}

test.each([
  ["no such channel", "no such channel"],
  ["", ""],
  ["a".repeat(2000), "a".repeat(1024)],
  [`${"a".repeat(1023)}ä`, "a".repeat(1023)],
  ["a\0b", "a\uFFFDb"],
  [Buffer.from([0x61, 0xff]), "a\uFFFD"],
])("of %j, %j is kept", (body, kept) => {
  expect(excerpt(body)).toBe(kept);
});

test.each(["10.0.0.1", "127.0.0.1", "::1", "fd00::1", null])("from %s nothing is", (address) => {
  expect(excerpt("secret", address)).toBeNull();
});

test("of what is packed nothing is", () => {
  expect(excerpt(gzipSync("secret"), PUBLIC, "gzip")).toBeNull();
  expect(excerpt("text", PUBLIC, "identity")).toBe("text");
});
