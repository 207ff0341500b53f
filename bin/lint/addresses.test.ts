import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** What a browser goes to or asks, by a path that is not laid below the base path (protocol/base-path.ts). */
const BARE = [
  /\b(?:href|action|src)=(?:"\/|\{[`"]\/)/u,
  /\blocation\.(?:assign|replace)\([`"]\//u,
  /\bnavigate\([`"]\//u,
  /\bfetch\([`"]\//u,
  /\blocation\.origin\b/u,
];

test.each([
  '<a href="/settings">',
  "<a href={`/alerts/${id}`}>",
  '<form action="/sign-in">',
  'location.assign("/")',
  "navigate(`/settings/${page}`)",
  'fetch("/healthz")',
])("%s would leave the base path", (line) => {
  expect(BARE.some((pattern) => pattern.test(line))).toBe(true);
});

test("every address of the client lies below the base path", () => {
  const files = globSync(["src/client/**/*.{ts,tsx}", "src/routes/*.tsx", "src/entry-server.tsx"]);
  expect(files.length).toBeGreaterThan(100);
  const bare = files
    .filter((file) => !/\.test\.tsx?$/u.test(file))
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => BARE.some((pattern) => pattern.test(line)))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(bare).toEqual([]);
});
