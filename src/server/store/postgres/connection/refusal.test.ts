import { expect, test } from "vitest";
import { LostAnswer } from "./database.ts";
import { isCut, isPassing, refusalOf } from "./refusal.ts";

function coded(code: string): Error {
  return Object.assign(new Error("It was refused."), { code });
}

test.each([
  ["store-busy", ["40001", "40P01", "55P03", "57P01", "57P02", "57P03", "25P03", "08006", "53300"]],
  ["store-busy", ["ECONNREFUSED", "ECONNRESET", "ENOENT", "57014"]],
  ["store-readonly", ["25006"]],
  ["store-full", ["53100"]],
  ["store-broken", ["XX001", "XX002"]],
  [undefined, ["23505", "42601", "22P02", "", "ERR_ASSERTION"]],
])("what is answered with %s", (answer, codes) => {
  expect(codes.map((code) => refusalOf(coded(code))?.code)).toEqual(codes.map(() => answer));
});

test("a connection that ended is known by the words of the driver", () => {
  const cut = new Error("Connection terminated unexpectedly");
  expect([refusalOf(cut)?.code, isCut(cut)]).toEqual(["store-busy", true]);
  expect(isCut(new Error("Query read timeout"))).toBe(true);
  expect(isCut(coded("ECONNRESET"))).toBe(true);
  const lost = new LostAnswer("It ended.");
  expect([refusalOf(lost)?.code, isCut(lost)]).toEqual(["store-busy", true]);
  expect(isCut(coded("23505"))).toBe(false);
  expect(refusalOf(new TypeError("x is not a function"))).toBeNull();
});

test("only who stood in another's way is sent again", () => {
  expect(
    ["40001", "40P01", "55P03", "57P01", "25006"].map((code) => isPassing(coded(code))),
  ).toEqual([true, true, true, false, false]);
});
