import { expect, test } from "vitest";
import type { Command, Report } from "../../../../domain/command.ts";
import { aReport, at } from "../../../../domain/history.arbitrary.ts";
import { openScratch } from "../database.fixture.ts";

const [A, B] = [{ host: "a" }, { host: "b" }];
const OVER = { status: "resolved", startedAt: null } as const;

function says(labels: Report["labels"], fields: Partial<Report> = {}): Command {
  return { type: "Report", report: aReport({ startedAt: null, ...fields, labels }) };
}

/** What each report led to, an hour apart, with the labels of the row. */
function outcomes(...commands: Command[]): string[] {
  using scratch = openScratch();
  return scratch
    .perform(commands, 3_600_000)
    .map((done) =>
      done.ok
        ? `${done.value.alert?.id} ${Object.values(done.value.alert?.labels ?? {}).join()}: ${done.value.events.join(" ")}`
        : done.problem.code,
    );
}

test("an alert that is named by source and fingerprint alone is the open one, whatever its labels", () => {
  expect(outcomes(says(A), says(undefined), says(undefined, OVER))).toEqual([
    "1 a: AlertOpened",
    "1 a: AlertRepeated",
    "1 a: AlertResolved",
  ]);
});

test("told twice that it is over, it is over once, and fires again with its labels", () => {
  expect(
    outcomes(says(A), says(undefined, OVER), says(undefined, OVER), says(undefined)).slice(2),
  ).toEqual(["1 a: ", "2 a: AlertOpened"]);
});

test("of several that are open none is ended by guessing, but the one without labels", () => {
  expect(outcomes(says(A), says(B), says(undefined, OVER)).at(-1)).toBe("alert-ambiguous");
  expect(outcomes(says(A), says({}), says(undefined, OVER)).at(-1)).toBe("2 : AlertResolved");
});

test("one that is over does not make the open one ambiguous", () => {
  expect(outcomes(says(A), says(A, OVER), says(B), says(undefined, OVER)).at(-1)).toBe(
    "2 b: AlertResolved",
  );
});

test("where several are over or open, what fires is kept as a row of its own", () => {
  expect(outcomes(says(A), says(B), says(undefined)).at(-1)).toBe("3 : AlertOpened");
  expect(outcomes(says(A), says(A, OVER), says(B), says(B, OVER), says(undefined)).at(-1)).toBe(
    "3 : AlertOpened",
  );
});

test("never heard of, it is history", () => {
  expect(outcomes(says(undefined, OVER))).toEqual(["1 : AlertOpened AlertResolved"]);
  expect(outcomes(says(A, { source: "other" }), says(undefined, OVER)).at(-1)).toBe(
    "2 : AlertOpened AlertResolved",
  );
});

test("what an older version opened under another fingerprint goes on until it is over", () => {
  const former = { fingerprint: "old" };
  const now = { fingerprint: "new", formerFingerprint: "old" };
  expect(
    outcomes(
      says(A, former),
      says(A, now),
      says(B, now),
      says(A, { ...now, ...OVER }),
      says(A, now),
    ),
  ).toEqual([
    "1 a: AlertOpened",
    "1 a: AlertRepeated",
    "2 b: AlertOpened",
    "1 a: AlertResolved",
    "3 a: AlertOpened",
  ]);
});

test("of several episodes that are over the last is meant", () => {
  const begun = (startedAt: string) => says(A, { startedAt });
  const over = (startedAt: string, resolvedAt: string) =>
    says(A, { status: "resolved", startedAt, resolvedAt });
  expect(
    outcomes(
      begun(at(0)),
      over(at(0), at(60)),
      begun(at(5000)),
      over(at(5000), at(5060)),
      begun(at(9000)),
      over(at(9000), at(9060)),
      begun(at(9000)),
      says(A, OVER),
    ).slice(4),
  ).toEqual(["3 a: AlertOpened", "3 a: AlertResolved", "3 a: AlertReopened", "3 a: AlertResolved"]);
});
