import { expect, test } from "vitest";
import { roleOf } from "./roles.ts";

const lists = { admins: ["sre"], operators: ["ops", "dev"], viewers: ["staff"] };

test.each([
  [["sre"], "admin"],
  [["dev"], "operator"],
  [["staff"], "viewer"],
  [["staff", "dev", "sre"], "admin"],
  [["staff", "ops"], "operator"],
  [[], null],
  [["SRE", "sr", "sre ", "*"], null],
])("%j are %s", (groups, role) => {
  expect(roleOf(groups, lists)).toBe(role);
});

test("a star is anybody, with any group or none", () => {
  expect(roleOf([], { ...lists, viewers: ["*"] })).toBe("viewer");
  expect(roleOf(["dev"], { ...lists, viewers: ["*"] })).toBe("operator");
});

test("without lists, nobody has a role", () => {
  expect(roleOf(["sre"], { admins: [], operators: [], viewers: [] })).toBeNull();
});
