import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { enter } from "./base-path.ts";

test.each([
  ["/", "/alerts/1", true, "/alerts/1"],
  ["/tocsin/", "/tocsin/", true, "/"],
  ["/tocsin/", "/tocsin", true, "/"],
  ["/tocsin/", "/tocsin?q=a", true, "/?q=a"],
  ["/tocsin/", "/tocsin/api/alerts?q=a", true, "/api/alerts?q=a"],
  ["/tocsin/", "/tocsin//evil", true, "//evil"],
  ["/tocsin/", "/", false, "/"],
  ["/tocsin/", "/tocsins", false, "/tocsins"],
  ["/tocsin/", "/Tocsin/", false, "/Tocsin/"],
  ["/tocsin/", "/api/alerts", false, "/api/alerts"],
])("below %s, %s is for it: %s", (basePath, url, isInside, inside) => {
  const request = { url } as IncomingMessage;
  expect(enter(request, basePath)).toBe(isInside);
  expect(request.url).toBe(inside);
});
