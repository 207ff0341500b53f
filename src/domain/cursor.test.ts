import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCursor, writeCursor } from "./cursor.ts";

const epoch = "0a1b2c";

describe("a cursor", () => {
  test("reads as the id that it was written for", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36 ** 10 - 1 }), (id) => {
        const read = readCursor(epoch, "before", writeCursor(epoch, id));
        expect(read).toEqual({ ok: true, value: id });
      }),
    );
  });

  test("of another database is refused as stale, naming the parameter", () => {
    expect(readCursor(epoch, "after", writeCursor("ffff", 5))).toMatchObject({
      ok: false,
      problem: { code: "stale-cursor", detail: expect.stringMatching(/^after:/u) },
    });
  });

  test.each([
    "",
    ".",
    "5",
    epoch,
    `${epoch}.`,
    `${epoch}.-5`,
    `${epoch}.1.2`,
    `${epoch}.1\n`,
    ` ${epoch}.1`,
    `${epoch}.0x5`.toUpperCase(),
    `${epoch}.zzzzzzzzzzz`,
    `${epoch}.５`,
    "__proto__",
  ])("that nobody wrote is refused, naming the parameter: %j", (text) => {
    expect(readCursor(epoch, "before", text)).toMatchObject({
      ok: false,
      problem: { code: "invalid-cursor", detail: expect.stringMatching(/^before:/u) },
    });
  });

  test("is never misread, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const read = readCursor(epoch, "before", text);
        expect(!read.ok || Number.isSafeInteger(read.value)).toBe(true);
      }),
    );
  });
});
