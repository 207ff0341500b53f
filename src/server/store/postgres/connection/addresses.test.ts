import { expect, test } from "vitest";
import { addressesOf } from "./addresses.ts";

test.each([
  ["postgres://u:p@a:5432/db?sslmode=require", ["postgres://u:p@a:5432/db?sslmode=require"]],
  ["postgres://a/db", ["postgres://a/db"]],
  [
    "postgres://u:p%40@a,b:5433,[::1]:1/db?x=1",
    ["a", "b:5433", "[::1]:1"].map((host) => `postgres://u:p%40@${host}/db?x=1`),
  ],
  ["postgresql:///db?host=%2Frun&user=u", ["postgresql:///db?host=%2Frun&user=u"]],
  [
    "postgresql:///db?host=/a,/b&user=u",
    ["%2Fa", "%2Fb"].map((host) => `postgresql:///db?host=${host}&user=u`),
  ],
])("%s", (url, addresses) => {
  expect(addressesOf(url)).toEqual(addresses);
});
