import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryFilter } from "../../domain/alert.arbitrary.ts";
import type { WrittenFilter } from "../../domain/filter.ts";
import { sameFilter } from "./address.ts";
import { narrowed, readQuery, tokensOf } from "./query.ts";

test.each([
  ["severity=critical disk", { severity: ["critical"] }, { q: "disk" }],
  ["severity!=info", { severity: ["critical", "error", "warning"] }, {}],
  ["status=firing env=prod", { status: ["firing"] }, { label: ["env=prod"] }],
  ['source="a b" acknowledgedBy=me', { source: ["a b"], acknowledgedBy: ["me"] }, {}],
  ["snoozed=no env=prod", { snoozed: ["no"] }, { label: ["env=prod"] }],
  ["snoozed!=no", { snoozed: ["only"] }, {}],
  ['"snoozed"=no', {}, { label: ["snoozed=no"] }],
  ['"severity"=critical', {}, { label: ["severity=critical"] }],
])("%s", (typed, fields, search) => {
  expect(readQuery(typed)).toEqual({ fields, search, fault: "" });
});

test.each([
  ["severity=bad", "severity is critical, error, warning or info."],
  ["status=~fir.*", "status is firing, acknowledged or resolved."],
  ["snoozed=yes", "snoozed is no or only."],
  ["source!=api", "source is asked for as source=name."],
])("%s cannot be asked for, and says why", (typed, fault) => {
  expect(readQuery(typed)).toMatchObject({ fields: {}, fault });
});

test("typing its tokens asks for a filter again, and each can be left out", () => {
  fc.assert(
    fc.property(arbitraryFilter, (filter) => {
      const tokens = tokensOf(filter);
      const typed = tokens.map(({ text }) => text).join(" ");
      const rest: WrittenFilter = filter.deleted === undefined ? {} : { deleted: filter.deleted };
      expect(sameFilter(narrowed(rest, readQuery(typed)), narrowed(filter, readQuery("")))).toBe(
        true,
      );
      for (const { text, without } of tokens) {
        expect(tokensOf(without).map((token) => token.text)).toEqual(
          tokens.map((token) => token.text).filter((other) => other !== text),
        );
      }
    }),
    { numRuns: 1000 },
  );
});
