import fc from "fast-check";
import { expect, test } from "vitest";
import { pathAfter, signInPath } from "./to-path.ts";

test.each([
  ["/", "/"],
  ["/alerts/7?severity=critical#x", "/alerts/7?severity=critical#x"],
  ["/settings/you", "/settings/you"],
  ["/?q=http://evil.example", "/?q=http://evil.example"],
  ["/./alerts/../alerts/7", "/alerts/7"],
])("%s is a page of ours", (to, path) => {
  expect(pathAfter(to)).toBe(path);
});

test.each([
  null,
  "",
  "alerts/7",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  " //evil.example",
  "https://evil.example/",
  "http://here.invalid/alerts/7",
  "https:evil.example",
  "javascript:alert(1)",
  "/..//evil.example",
  "/.//evil.example",
  "/sign-in?to=/sign-in",
  "/setup",
  "/api/alerts",
  "/auth/start",
  "http://[",
])("%j is none", (to) => {
  expect(pathAfter(to)).toBe("/");
});

test("whatever is asked for, a browser stays on this server", () => {
  const part = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    ":",
    "evil",
    "@",
    "\t",
    "%2f",
    "?",
    "#",
    "http",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const path = pathAfter(parts.join(""));
      expect(new URL(path, "https://tocsin.example/sign-in").origin).toBe("https://tocsin.example");
      expect(pathAfter(path)).toBe(path);
    }),
    { numRuns: 5000 },
  );
});

test("the page for signing in leads back", () => {
  const path = signInPath("/?q=a&status=firing");
  expect(new URLSearchParams(path.split("?")[1]).get("to")).toBe("/?q=a&status=firing");
});
