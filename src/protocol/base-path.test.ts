import { afterEach, expect, test } from "vitest";
import { at, within } from "./base-path.ts";

afterEach(() => {
  globalThis.TOCSIN_BASE = undefined;
});

test("at the root of its host, paths are what they are", () => {
  for (const path of ["/", "/alerts/1?q=a", "/settings/you"]) {
    expect(at(path)).toBe(path);
    expect(within(path)).toBe(path);
  }
});

test("below a path, all that a browser asks for is", () => {
  globalThis.TOCSIN_BASE = "/ops/tocsin/";
  expect(at("/")).toBe("/ops/tocsin/");
  expect(at("/alerts/1?q=a")).toBe("/ops/tocsin/alerts/1?q=a");
  for (const path of ["/", "/alerts/1", "/settings/you"]) expect(within(at(path))).toBe(path);
  expect(within("/ops/tocsin")).toBe("/");
  expect(within("/ops/tocsins")).toBe("/ops/tocsins");
});
