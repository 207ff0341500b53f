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

test("only what others stood in the way of, or was ended amid, is done again", () => {
  const again = ["40001", "40P01", "55P03", "57P01", "57P02", "25P03", "ECONNRESET", "EPIPE"];
  for (const code of again) expect([code, isPassing(coded(code))]).toEqual([code, true]);
  const once = ["25006", "57014", "57P03", "53300", "08007", "ECONNREFUSED", "ETIMEDOUT"];
  for (const code of once) expect([code, isPassing(coded(code))]).toEqual([code, false]);
  const said = (words: string) => isPassing(new Error(words));
  expect(said("Connection terminated unexpectedly")).toBe(true);
  expect(said("Client has encountered a connection error and is not queryable")).toBe(true);
  expect(said("Connection terminated due to connection timeout")).toBe(false);
  expect(said("timeout exceeded when trying to connect")).toBe(false);
  expect(said("Query read timeout")).toBe(false);
  expect(isPassing(new LostAnswer("It ended."))).toBe(false);
});
