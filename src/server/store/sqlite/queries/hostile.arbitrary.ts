import fc from "fast-check";
import { type Pairs, SEVERITIES, STATUSES } from "../../../../domain/alert.ts";
import type { Command } from "../../../../domain/command.ts";
import { type Filter, readFilter } from "../../../../domain/filter.ts";
import { OPERATORS, writeMatcher } from "../../../../domain/label-matcher.ts";
import { ACTS, aReport, at, commandOf } from "../../../../domain/history.arbitrary.ts";

// Text that means something to SQL, LIKE, FTS5, JSON or an object, and letters that fold oddly.
const fragment = fc.constantFrom(
  "disk",
  "Disk full",
  "a",
  "ab",
  "abc",
  '"',
  '"quoted"',
  "quoted",
  'quo"ted',
  "'; drop table alerts; --",
  "*",
  "NEAR(a b)",
  "AND",
  "^title:x",
  "%",
  "100%",
  "a_b",
  "🔥",
  "🔥🔥",
  "🔥🔥🔥",
  "a🔥",
  "ẞtraße",
  "ΟΔΟΣ",
  "ﬁle",
  "e\u0301",
  "\\u0000",
  "\uFFFD",
  "a\nb",
  "null",
);
const text = fc.array(fragment, { maxLength: 3 }).map((fragments) => fragments.join(" "));

const labelName = fc.constantFrom(
  "env",
  "__proto__",
  'na"me',
  "o'b%",
  "a!",
  "$.x",
  "a",
  "a=b",
  "a=b=a",
);
const labelValue = fc.oneof(
  { weight: 3, arbitrary: fragment },
  fc.constantFrom("", "b=a=c", "a=c", "c"),
);
const source = fc.constantFrom("monitor", "o'brien", "100%", "🔥", "constructor");

const labels: fc.Arbitrary<Pairs> = fc
  .array(fc.tuple(labelName, labelValue), { maxLength: 2 })
  .map(Object.fromEntries);

const report: fc.Arbitrary<Command> = fc
  .record({
    source,
    fingerprint: fc.constantFrom("f1", "f2", null),
    title: text,
    description: text,
    severity: fc.constantFrom(...SEVERITIES),
    status: fc.constantFrom("firing" as const, "firing" as const, "resolved" as const),
    labels: fc.oneof(
      { weight: 5, arbitrary: labels },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
    startedAt: fc.constantFrom(at(0), at(200), at(500), null),
    expiresAt: fc.constantFrom(undefined, at(300)),
  })
  .map((fields) => ({ type: "Report", report: aReport(fields) }));

const operator: fc.Arbitrary<Command> = fc
  .tuple(fc.constantFrom(...ACTS), fc.integer({ min: 1, max: 12 }))
  .map(([type, id]) => commandOf(type, id, { note: "noted", until: at(400) }));

const removal: fc.Arbitrary<Command> = fc
  .tuple(fc.constantFrom("Delete", "Forget"), fc.integer({ min: 1, max: 12 }))
  .map(([type, id]) => ({ type, id }));

/** What sources and operators do, on few alerts, so that they meet. */
export const arbitraryDeed: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: report },
  { weight: 1, arbitrary: operator },
  { weight: 1, arbitrary: removal },
);

const bareMatcher = fc
  .tuple(labelName, fc.constantFrom("=", "!="), labelValue)
  .map((parts) => parts.join(""));
const matcher = fc.oneof(
  bareMatcher,
  fc
    .record({ name: labelName, operator: fc.constantFrom(...OPERATORS), value: labelValue })
    .map(writeMatcher),
);
// A query string can carry a NUL, though no alert does.
const query = fc
  .array(fc.oneof(fragment, fc.constantFrom("a\0b", "\0")), { maxLength: 2 })
  .map((fragments) => fragments.join(" "));

/** Filters that often match some of those alerts. */
export const hostileFilter: fc.Arbitrary<Filter> = fc
  .record(
    {
      status: fc.subarray([...STATUSES]),
      severity: fc.subarray([...SEVERITIES]),
      source: fc.array(source, { maxLength: 3 }),
      acknowledgedBy: fc.array(fc.constantFrom("operator", "user:o'brien", "me"), { maxLength: 2 }),
      label: fc.array(matcher, { maxLength: 2 }),
      q: query,
      snoozed: fc.constantFrom("no" as const, "only" as const),
      deleted: fc.constantFrom("exclude" as const, "include" as const, "only" as const),
    },
    { requiredKeys: [] },
  )
  .map(readFilter);
