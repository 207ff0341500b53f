import fc from "fast-check";
import { expect, test } from "vitest";
import { backupName, backupTime } from "./backup-name.ts";

const time = fc
  .date({
    min: new Date("2000-01-01T00:00:00.000Z"),
    max: new Date("2999-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString());

test("a name tells its time, and names sort as times do", () => {
  expect(backupName("2026-11-26T03:00:00.123Z")).toBe("tocsin-2026-11-26T03-00-00-123Z.db.zst");
  fc.assert(
    fc.property(time, time, (one, other) => {
      expect(backupTime(backupName(one))).toBe(one);
      expect(backupName(one) < backupName(other)).toBe(one < other);
    }),
  );
});

test.each([
  "",
  "..",
  "../tocsin-2026-11-26T03-00-00-123Z.db.zst",
  "tocsin-2026-11-26T03-00-00-123Z.db.zst/..",
  "x/tocsin-2026-11-26T03-00-00-123Z.db.zst",
  "tocsin-2026-11-26T03-00-00-123Z.db.zst.json",
  "tocsin-2026-11-26T03-00-00-123Z.db.zst\n",
  "\0tocsin-2026-11-26T03-00-00-123Z.db.zst",
  "TOCSIN-2026-11-26T03-00-00-123Z.db.zst",
  "tocsin-2026-13-26T03-00-00-123Z.db.zst",
  "tocsin-２026-11-26T03-00-00-123Z.db.zst",
])("%j is no name", (text) => {
  expect(backupTime(text)).toBeNull();
});

test("no text is a name but one that we would give", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^tocsin-[-\dTZ./]{20,30}\.db\.zst$/u), (text) => {
      const at = backupTime(text);
      expect(at === null ? text : backupName(at)).toBe(text);
    }),
  );
});
