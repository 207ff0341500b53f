import { expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { readList, see, toldBy } from "./told.ts";

const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, "0")}.000Z`;
const received = (second: number) => anAlert({ receivedAt: at(second) });

test("what was there when the first list was read is no news to it", () => {
  expect(toldBy(at(30), [received(10)]).until).toBe(Date.parse(at(30)));
  // A clock that was set back: alerts are received no earlier than those before them.
  expect(toldBy(at(30), [received(40)]).until).toBe(Date.parse(at(40)));
  expect(toldBy("", []).until).toBe(-Infinity);
});

test("what is seen in one list is no news to the next, whatever that shows", () => {
  const told = see(toldBy(at(1), []), [received(20)]);
  expect(told.until).toBe(Date.parse(at(1)));
  expect(readList(told, told.seen, []).until).toBe(Date.parse(at(20)));
});

test("what arrives while a list is read is news to it", () => {
  const asked = toldBy(at(1), []);
  const told = see(asked, [received(20), received(25)]);
  expect(readList(told, asked.seen, [received(10)]).until).toBe(Date.parse(at(10)));
});
