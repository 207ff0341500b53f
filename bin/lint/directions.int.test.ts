import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import * as v from "valibot";
import { lintCopy } from "./lint.fixture.ts";

const copy = lintCopy();
afterAll(copy.remove);

const patternSchema = v.union([
  v.object({ regex: v.string(), message: v.string() }),
  v.object({ group: v.array(v.string()), message: v.string() }),
]);
const configSchema = v.object({
  overrides: v.array(
    v.object({
      files: v.array(v.string()),
      rules: v.object({
        "no-restricted-imports": v.optional(
          v.union([
            v.literal("off"),
            v.tuple([v.literal("error"), v.object({ patterns: v.array(patternSchema) })]),
          ]),
        ),
      }),
    }),
  ),
});

const text = readFileSync(new URL("../../.oxlintrc.json", import.meta.url), "utf8");
const { overrides } = v.parse(configSchema, JSON.parse(text.replaceAll(/^ *\/\/.*$/gmu, "")));

/** Some of what the pattern is meant to refuse; a group refuses all but what it names. */
function refusedBy(pattern: v.InferOutput<typeof patternSchema>): readonly string[] {
  if ("group" in pattern) return ["nowhere", "../../../../nowhere/x.ts"];
  return fc.sample(fc.stringMatching(new RegExp(pattern.regex, "u")), { numRuns: 4, seed: 1 });
}

const imports = overrides.flatMap(({ files, rules: { "no-restricted-imports": rule = "off" } }) =>
  rule === "off"
    ? []
    : files.flatMap((glob) =>
        rule[1].patterns.flatMap((pattern) =>
          refusedBy(pattern).map((from) => ({ glob, from, message: pattern.message })),
        ),
      ),
);

// A pattern that the linter cannot read, such as one that looks ahead, refuses nothing, and says nothing.
test("what a direction of import is to refuse, it refuses", () => {
  const written = imports.map((one, at) => ({
    ...one,
    file: one.glob.replace(/\/\*+$/u, `/x${at}.ts`),
  }));
  const told = copy.lint(
    Object.fromEntries(
      written.map(({ file, from }) => [
        file,
        `import { x } from ${JSON.stringify(from)};\nexport const y = x;`,
      ]),
    ),
  );
  const isTold = (file: string, message: string) =>
    told.some((one) => one.file === file && one.words.includes(message));
  expect(written.length).toBeGreaterThan(100);
  expect(written.filter(({ file, message }) => !isTold(file, message))).toEqual([]);
});
