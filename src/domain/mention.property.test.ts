import fc from "fast-check";
import { expect, test } from "vitest";
import { SEVERITIES } from "./alert.ts";
import { decide, type Report } from "./command.ts";
import {
  acknowledged,
  aReport,
  at,
  fold,
  given,
  opened,
  record,
  repeated,
  resolved,
} from "./history.arbitrary.ts";

const WORDS = ["title", "description", "severity", "labels", "annotations", "url"] as const;

const words = fc.record({
  title: fc.string({ minLength: 1 }),
  description: fc.string(),
  severity: fc.constantFrom(...SEVERITIES),
  annotations: fc.dictionary(fc.constantFrom("a", "b", "__proto__"), fc.string()),
  url: fc.constantFrom(null, "https://a/", "https://b/"),
});
const status = fc.constantFrom("firing" as const, "resolved" as const);
const before = fc.constantFrom(
  given(opened),
  given(opened, repeated),
  given(opened, acknowledged),
  given(opened, resolved),
);

/** The report with only those of its words. */
function mentioning(report: Report, mentioned: readonly string[]): Report {
  const kept = Object.entries(report).filter(
    ([field]) => !WORDS.some((word) => word === field) || mentioned.includes(field),
  );
  return Object.fromEntries(kept) as unknown as Report;
}

test("what a report does not mention it does not change, and what it does it changes", () => {
  fc.assert(
    fc.property(
      before,
      words,
      status,
      fc.subarray([...WORDS]),
      (alert, told, status, mentioned) => {
        if (alert === null) throw new Error("it was opened");
        const report = mentioning(aReport({ ...told, status }), mentioned);
        const decided = decide(alert, { type: "Report", report }, at(900));
        if (!decided.ok) throw new Error(decided.problem.detail);
        const after = fold(alert, record(decided.value, 10));
        // A resolved report of what is over is told nothing of.
        const isHeard = alert.status !== "resolved" || status === "firing";
        for (const word of WORDS) {
          const isTold = isHeard && word !== "labels" && mentioned.includes(word);
          expect(after?.[word]).toEqual(isTold ? report[word] : alert[word]);
        }
      },
    ),
  );
});

test("of an alert that is opened, what is not mentioned has a default", () => {
  const report = mentioning(aReport(), []);
  const decided = decide(null, { type: "Report", report }, at(9));
  expect(decided).toMatchObject({
    value: [
      {
        type: "AlertOpened",
        data: {
          title: "Untitled alert",
          description: "",
          severity: "info",
          labels: {},
          annotations: {},
          url: null,
        },
      },
    ],
  });
});
