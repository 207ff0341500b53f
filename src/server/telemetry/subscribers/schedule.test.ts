import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterSend, FRESH, MOST } from "./schedule.ts";

const NOW = Date.parse("2026-11-26T12:00:00.000Z");
const MIDDLE = 0.5;

function answered(status: number | null, retryAfter: string | null = null) {
  const isTaken = status !== null && status >= 200 && status < 300;
  return { outcome: isTaken ? "delivered" : "failed", status, retryAfter } as const;
}

test.each([200, 202, 204])("after %i it begins afresh", (status) => {
  const failed = { failures: 7, notBefore: NOW, most: MOST, isResting: true };
  expect(afterSend(failed, answered(status), 3, NOW, MIDDLE)).toEqual({
    course: FRESH,
    fate: "sent",
  });
});

describe.each([null, 408, 429, 500, 502, 503, 504])("after %j", (status) => {
  test("what was sent is kept, and the waits double, from ten seconds to ten minutes", () => {
    let course = FRESH;
    const waits = Array.from({ length: 9 }, () => {
      const after = afterSend(course, answered(status), 3, NOW, MIDDLE);
      expect(after.fate).toBe("kept");
      course = after.course;
      return (course.notBefore - NOW) / 1000;
    });
    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 600, 600, 600]);
  });

  test("Retry-After is obeyed where it asks for longer", () => {
    const wait = (retryAfter: string) =>
      afterSend(FRESH, answered(status, retryAfter), 3, NOW, MIDDLE).course.notBefore - NOW;
    expect([wait("1"), wait("3600"), wait("soon")]).toEqual([10_000, 3_600_000, 10_000]);
  });
});

test("waits differ by a fifth to both sides, and are never longer than ten minutes", () => {
  const wait = (failures: number, random: number) =>
    afterSend({ ...FRESH, failures }, answered(503), 3, NOW, random).course.notBefore - NOW;
  expect([wait(0, 0), wait(0, 1), wait(40, 0), wait(40, 1)]).toEqual([
    8_000, 12_000, 480_000, 600_000,
  ]);
});

test("after 413 half as many are tried, at once, and twice as many after each that is taken", () => {
  let { course, fate } = afterSend(FRESH, answered(413), 500, NOW, MIDDLE);
  expect([course.most, course.notBefore, fate]).toEqual([250, 0, "kept"]);
  ({ course, fate } = afterSend(course, answered(413), 3, NOW, MIDDLE));
  expect([course.most, fate]).toEqual([2, "kept"]);
  ({ course, fate } = afterSend(course, answered(200), 2, NOW, MIDDLE));
  expect([course.most, fate]).toEqual([4, "sent"]);
});

test("one that is too large by itself is dropped", () => {
  expect(afterSend(FRESH, answered(413), 1, NOW, MIDDLE)).toMatchObject({ fate: "dropped" });
});

test.each([301, 400, 401, 403, 404, 410, 422])(
  "after %i what was sent is dropped, and nothing is sent for an hour",
  (status) => {
    expect(afterSend(FRESH, answered(status), 3, NOW, MIDDLE)).toEqual({
      course: { failures: 1, notBefore: NOW + 3_600_000, most: MOST, isResting: true },
      fate: "dropped",
    });
  },
);

test("an address that may not be called is one that wants none of it", () => {
  const refused = { outcome: "refused", status: null, retryAfter: null } as const;
  expect(afterSend(FRESH, refused, 3, NOW, MIDDLE).course.isResting).toBe(true);
});

test("whatever is answered, a batch has one event at least and 500 at most", () => {
  const statuses = fc.array(fc.constantFrom(null, 200, 413, 429, 503, 400));
  fc.assert(
    fc.property(statuses, fc.double({ min: 0, max: 1, noNaN: true }), (answers, random) => {
      let course = FRESH;
      for (const status of answers) {
        ({ course } = afterSend(course, answered(status), course.most, NOW, random));
        expect(course.most).toBeGreaterThanOrEqual(1);
        expect(course.most).toBeLessThanOrEqual(MOST);
      }
    }),
  );
});
