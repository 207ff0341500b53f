import fc from "fast-check";
import { expect, test } from "vitest";
import { claimNames, textsAt } from "./claims.ts";

test.each([
  [{ groups: ["a", "b"] }, "groups", ["a", "b"]],
  [{ groups: "a b" }, "groups", ["a b"]],
  [{ groups: [] }, "groups", []],
  [{}, "groups", []],
  [{ groups: null }, "groups", []],
  [{ groups: 7 }, "groups", []],
  [{ groups: ["a", 7, null, ["b"], { c: "d" }] }, "groups", ["a"]],
  [{ groups: { a: true } }, "groups", []],
  [{ realm_access: { roles: ["a"] } }, "realm_access.roles", ["a"]],
  [{ realm_access: "roles" }, "realm_access.roles", []],
  [{ realm_access: ["roles"] }, "realm_access.roles", []],
  [{ "https://a.example/roles": ["a"] }, "https://a.example/roles", ["a"]],
  [{ "a.b": "whole", a: { b: "along" } }, "a.b", ["whole"]],
  [{}, "constructor.name", []],
  [{ a: "text" }, "a.length", []],
  [{}, "__proto__", []],
  [{}, "", []],
])("of %j, %j is %j", (claims, name, texts) => {
  expect(textsAt(claims, name)).toEqual(texts);
});

test("whatever claims there are, nothing throws", () => {
  const claims = fc.dictionary(fc.string(), fc.anything());
  fc.assert(
    fc.property(claims, fc.string(), (claims, name) => {
      for (const text of textsAt(claims, name)) expect(typeof text).toBe("string");
      expect(claimNames(claims).length).toBeLessThanOrEqual(Object.keys(claims).length);
    }),
  );
});

test("names of claims are told, briefly, and never what they are", () => {
  const many = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`${index} ${"x".repeat(500)}`, "secret"]),
  );
  const told = claimNames(many);
  expect(told).toHaveLength(50);
  expect(Math.max(...told.map(({ length }) => length))).toBe(60);
  expect(claimNames({ sub: "secret", email: "secret" })).toEqual(["sub", "email"]);
});
