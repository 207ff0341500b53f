import { expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { createTold } from "./told.ts";

const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, "0")}.000Z`;
const received = (second: number) => anAlert({ receivedAt: at(second) });

test("what was there when the first list was read is no news to it", () => {
  expect(createTold(at(30), [received(10)]).until()).toBe(Date.parse(at(30)));
  // A clock that was set back: alerts are received no earlier than those before them.
  expect(createTold(at(30), [received(40)]).until()).toBe(Date.parse(at(40)));
  expect(createTold("", []).until()).toBe(-Infinity);
});

test("what is seen in one list is no news to the next, whatever that shows", () => {
  const told = createTold(at(1), []);
  told.see([received(20)]);
  expect(told.until()).toBe(Date.parse(at(1)));
  told.ask()([]);
  expect(told.until()).toBe(Date.parse(at(20)));
});

test("what arrives while a list is read is news to it", () => {
  const told = createTold(at(1), []);
  const read = told.ask();
  told.see([received(20), received(25)]);
  read([received(10)]);
  expect(told.until()).toBe(Date.parse(at(10)));
});
