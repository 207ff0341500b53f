import { describe, expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { apply, enter, land, waiting, walkOn } from "./window.ts";
import { atHead, deep, page, update } from "./window.fixture.ts";

describe("a row that is put above all that are known", () => {
  const received = (id: number, second: number) =>
    anAlert({ id, seq: 1500 + id, receivedAt: `2026-01-01T00:00:0${second}.000Z` });
  const toldUntil = Date.parse("2026-01-01T00:00:05.000Z");

  test("is new where it arrived later than what has been told, else it only matches now", () => {
    const put = [received(1003, 6), received(1002, 5), received(1001, 4)];
    const window = apply(deep, update({ put, toldUntil }), 475);
    expect([...window.held.keys()]).toEqual([1003, 1002, 1001]);
    expect(waiting(window)).toEqual({ arrived: 2, returned: 1 });
  });

  test("stays what it is while it changes, and is forgotten when it goes", () => {
    const put = [received(1002, 6), received(1001, 4)];
    const first = apply(deep, update({ put, toldUntil }), 475);
    const again = apply(first, update({ put, toldUntil: Infinity }), 475);
    expect(waiting(again)).toEqual({ arrived: 1, returned: 1 });
    const gone = apply(again, update({ remove: [1001], to: 9000 }), 475);
    expect(waiting(gone)).toEqual({ arrived: 1, returned: 0 });
    expect(waiting(walkOn(again))).toEqual({ arrived: 0, returned: 0 });
    expect(waiting(land(again, page(1002, 953), 1002))).toEqual({ arrived: 0, returned: 0 });
  });

  test("comes in as others do", () => {
    const window = apply(atHead, update({ put: [received(1001, 4)], toldUntil }), 1000);
    expect(enter(window).rows[0]?.id).toBe(1001);
    expect(waiting(enter(window))).toEqual({ arrived: 0, returned: 0 });
  });
});
