import type { Subject } from "./mutant.ts";

/** Of what is made of the things that a source says. */
export const REPORT: readonly Subject[] = [
  {
    file: "src/domain/report.ts",
    tests: ["report", "old-news", "trash", "words"].map((name) => `src/domain/${name}.test.ts`),
    mutants: [
      {
        fault: "old news is told by clocks that may differ",
        original: "begun - Date.parse(resolvedAt) <= CLOCKS_APART",
        replacement: "begun < Date.parse(resolvedAt)",
      },
      {
        fault: "an end that is not quite the known one is old news",
        original: "end === resolvedAt && (isKnown || start === end)",
        replacement: "isKnown",
      },
      {
        fault: "a copy of what is long over changes the open episode",
        original: "if (memory.isSucceeded) return [];",
        replacement: "",
      },
      {
        fault: "what an operator resolved is opened again at once",
        original: "return isWithinGrace ? [] : reopen",
        replacement: "return reopen",
      },
      {
        fault: "a start at the very end is of another episode",
        original: "report.startedAt <= resolvedAt ||",
        replacement: "report.startedAt < resolvedAt ||",
      },
      {
        fault: "an alert has ended before its end has come",
        original: "return a < b ? a : b;",
        replacement: "return a;",
      },
      {
        fault: "a change of words is no repeat",
        original: "isDue ? counted(first) : first",
        replacement: "first",
      },
      {
        fault: "an end tells nothing of the start that it came with",
        original: "{ ...memory, unrecorded: heard }",
        replacement: "memory",
      },
      {
        fault: "a later start than some before comes out of the trash",
        original: "told.every((start) => start < startedAt)",
        replacement: "told.some((start) => start < startedAt)",
      },
      {
        fault: "what fires again stays in the trash",
        original: "...(alert.deletedAt === null ? [] : [RESTORED]),",
        replacement: "",
      },
      {
        fault: "an end that is known under another start opens an episode",
        original: "report.resolvedAt === resolvedAt ||",
        replacement: "",
      },
      {
        fault: "words that change too often are recorded all the same",
        original: "if (from === null || from <= now) return",
        replacement: "if (true) return",
      },
      {
        fault: "worse trouble waits where words change too often",
        original: "return isWorse(heard.severity, alert.severity)\n    ?",
        replacement: "return false\n    ?",
      },
      {
        fault: "what is over repeats",
        original: `alert.status !== "resolved" &&\n    newStarts`,
        replacement: "newStarts",
      },
    ],
  },
  {
    file: "src/domain/memory.ts",
    tests: ["src/domain/memory.test.ts"],
    mutants: [
      {
        fault: "of too many starts the first are remembered",
        original: ".slice(-MAX_STARTS)",
        replacement: ".slice(0, MAX_STARTS)",
      },
      {
        fault: "changes that come at once are paid for once",
        original: "Math.max(Date.parse(paidUntil ?? now), Date.parse(now))",
        replacement: "Date.parse(now)",
      },
      {
        fault: "credit grows without bound while nothing changes",
        original: "Math.max(Date.parse(paidUntil ?? now), Date.parse(now))",
        replacement: "Date.parse(paidUntil ?? now)",
      },
      {
        fault: "a start that was forgotten is new each time",
        original: "return !isForgotten &&",
        replacement: "return",
      },
    ],
  },
  {
    file: "src/domain/unrecorded.ts",
    tests: ["src/domain/unrecorded.test.ts"],
    mutants: [
      {
        fault: "an address that has gone is kept",
        original: "report.url === undefined ? before?.url : report.url",
        replacement: "report.url ?? before?.url",
      },
      {
        fault: "words that are not mentioned are forgotten",
        original: "report.title ?? before?.title",
        replacement: "report.title",
      },
      {
        fault: "starts that were said before are forgotten",
        original: "[...(before?.starts ?? []), ...startOf(report)]",
        replacement: "startOf(report)",
      },
      {
        fault: "the end of an episode is one of its starts",
        original: "startedAt === null || startedAt === resolvedAt ?",
        replacement: "startedAt === null ?",
      },
      {
        fault: "what is over has starts left to tell",
        original: `alert.status === "resolved" ? [] : newStarts`,
        replacement: "newStarts",
      },
      {
        fault: "words wait for the next repeat though their credit comes first",
        original: "credit < repeat ||",
        replacement: "",
      },
    ],
  },
];
