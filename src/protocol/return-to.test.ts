import fc from "fast-check";
import { expect, test } from "vitest";
import { HOME, returnToOf, signInPath } from "./return-to.ts";

const SITE = "https://tocsin.example.org";

test.each([
  "/feed",
  "/feed?status=firing&q=disk%20full#42",
  "/settings/people",
  "/?at=2026-11-26T10%3A00Z",
  "/apiary",
])("comes back to %s", (path) => {
  expect(returnToOf(path)).toBe(path);
});

test.each([
  null,
  undefined,
  "",
  "feed",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/\u0000/evil.example",
  "/./\\evil.example",
  "/.//evil.example",
  "/feed/..//evil.example",
  "/%2e//evil.example",
  " //evil.example",
  " /feed",
  "https:evil.example",
  "https://evil.example",
  "https:/evil.example",
  "HTTPS://evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "@evil.example",
  ".evil.example",
  "/api/session",
  "/auth/start",
  "/feed/../auth/start",
  "/auth",
  "/setup",
  "/sign-in?to=/sign-in",
  "http://return.invalid/feed",
  "http://[",
  `/${"a".repeat(2_001)}`,
])("ASVS 3.7.2: does not go to %j", (text) => {
  expect(returnToOf(text)).toBe(HOME);
});

const SIGNS = [
  "/",
  "\\",
  "//",
  ".",
  "..",
  "%2f",
  "%5c",
  "%2e",
  "@",
  ":",
  "?",
  "#",
  "\t",
  "\n",
  "\0",
  " ",
];
const WORDS = [
  "https:",
  "javascript:",
  "evil.example",
  "[",
  "feed",
  "\u3002",
  "\uFF0F",
  "\u202E",
  "\uD800",
];
const piece = fc.constantFrom(...SIGNS, ...WORDS);
const likely = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

test("whatever it is given, it stays on the site, also where it leads to is asked again", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        likely,
        likely.map((text) => `/${text}`),
        fc.string(),
      ),
      (text) => {
        const path = returnToOf(text);
        expect(new URL(path, SITE).origin).toBe(SITE);
        // As the header Location is read by what takes two slashes or a backslash for a host.
        expect(path).toMatch(/^\/(?![/\\])/u);
        expect(returnToOf(path)).toBe(path);
      },
    ),
    { numRuns: 2_000 },
  );
});

test.each([
  ["/alerts/7?q=a b", "/sign-in"],
  ["/alerts/7?q=a%20b&status=firing", "/sign-in?to=%2Falerts%2F7%3Fq%3Da%2520b%26status%3Dfiring"],
  ["/", "/sign-in"],
  ["/sign-in?to=%2F", "/sign-in"],
  ["//evil.example", "/sign-in"],
])("whoever wants %s is led to %s", (from, path) => {
  expect(signInPath(from)).toBe(path);
  const to = new URL(path, SITE).searchParams.get("to");
  expect(returnToOf(to)).toBe(returnToOf(from));
});
