import fc from "fast-check";
import { type Alert, SEVERITIES, STATUSES } from "./alert.ts";
import type { WrittenFilter } from "./filter.ts";
import { OPERATORS, writeMatcher } from "./label-matcher.ts";

/** An alert that is firing and that nobody has touched, but for the fields given. */
export function anAlert(fields: Partial<Alert> = {}): Alert {
  return {
    id: 1,
    seq: 1,
    source: "monitor",
    fingerprint: "f1",
    title: "Disk is filling up",
    description: "",
    severity: "warning",
    status: "firing",
    labels: {},
    annotations: {},
    url: null,
    startedAt: "2026-01-01T00:00:00.000Z",
    receivedAt: "2026-01-01T00:00:01.000Z",
    lastSeenAt: "2026-01-01T00:00:01.000Z",
    occurrences: 1,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    snoozedUntil: null,
    deletedAt: null,
    ...fields,
  };
}

// Few words, so that alerts and filters often meet; among them the names that objects are born with.
const labelName = fc.constantFrom(
  "env",
  "host",
  "severity",
  "__proto__",
  "constructor",
  "toString",
  "a!",
  "a=b",
);
const labelValue = fc.constantFrom("", "prod", "web-1", "a=b", "Größe", "!=");
const source = fc.constantFrom("monitor", "grafana", "back up", "a,b", '"a,b"');
/** Whoever acknowledges; some names are nearly another's. */
const actor = fc.constantFrom("operator", "user:Mira", "user:mira", "key:a,b", "source:me");
const phrase = fc.constantFrom("", "disk full", "DISK", "Straße", "ΟΔΟΣ down", "a\nb");

/** Own keys only: assigning to `__proto__` would make no label at all. */
const pairs = fc
  .array(fc.tuple(labelName, labelValue), { maxLength: 3 })
  .map((entries) => Object.fromEntries(entries));

export const arbitraryAlert: fc.Arbitrary<Alert> = fc
  .record({
    source,
    title: phrase,
    description: phrase,
    severity: fc.constantFrom(...SEVERITIES),
    status: fc.constantFrom(...STATUSES),
    labels: pairs,
    annotations: pairs,
    acknowledgedBy: fc.option(actor),
    snoozedUntil: fc.constantFrom(null, "2026-01-02T12:00:00.000Z"),
    deletedAt: fc.constantFrom(null, "2026-01-02T00:00:00.000Z"),
  })
  .map((fields) => anAlert(fields));

const labelMatcher = fc
  .record({ name: labelName, operator: fc.constantFrom(...OPERATORS), value: labelValue })
  .map(writeMatcher);

export const arbitraryFilter: fc.Arbitrary<WrittenFilter> = fc.record(
  {
    status: fc.array(fc.constantFrom(...STATUSES), { maxLength: 3 }),
    severity: fc.array(fc.constantFrom(...SEVERITIES), { maxLength: 3 }),
    source: fc.array(source, { maxLength: 2 }),
    acknowledgedBy: fc.array(fc.oneof(actor, fc.constant("me")), { maxLength: 2 }),
    label: fc.array(labelMatcher, { maxLength: 2 }),
    q: fc.constantFrom("", "disk", "disk full", "strasse", "οδος", "  a  b "),
    snoozed: fc.constantFrom("no" as const, "only" as const),
    deleted: fc.constantFrom("exclude" as const, "include" as const, "only" as const),
  },
  { requiredKeys: [] },
);
