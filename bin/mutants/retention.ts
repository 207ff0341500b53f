import type { Subject } from "./mutant.ts";

const ENGINE = "src/server/store/sqlite";
const CONFORMANCE = `${ENGINE}/sqlite-store.int.test.ts`;
const PROPERTY = `${ENGINE}/retention/purge.property.int.test.ts`;

/** What is not kept: which alerts that is, how they go, and who is told. */
export const RETENTION: readonly Subject[] = [
  {
    file: "src/server/store/engine/changed.ts",
    tests: [CONFORMANCE],
    mutants: [
      {
        fault: "a part of what has changed is told as whole",
        original: "Math.min(lastAlert, seqs[limit - 1] ?? Infinity)",
        replacement: "Infinity",
      },
    ],
  },
  {
    file: "src/domain/retention.ts",
    tests: ["src/domain/retention.test.ts"],
    mutants: [
      {
        fault: "what was open for long goes in the night after it was resolved",
        original: "isBefore([alert.receivedAt, alert.resolvedAt], before)",
        replacement: "isBefore([alert.receivedAt], before)",
      },
      {
        fault: "what is reported still is removed from the trash",
        original: "isBefore([alert.deletedAt, alert.lastSeenAt], before)",
        replacement: "isBefore([alert.deletedAt], before)",
      },
    ],
  },
  {
    file: `${ENGINE}/log/forget.ts`,
    tests: [`${ENGINE}/log/forget.int.test.ts`],
    mutants: [
      {
        fault: "removals lie in the log for ever",
        original: "    drop(seq);\n",
        replacement: "",
      },
      {
        fault: "the number of the last alert is given again",
        original: 'and(lte(removals.seq, sql.placeholder("seq")), isNotLast)',
        replacement: 'lte(removals.seq, sql.placeholder("seq"))',
      },
      {
        fault: "nobody is told from where removals are told",
        original: "    prepareFact(tables, REACH),\n",
        replacement: "",
      },
    ],
  },
  {
    file: `${ENGINE}/retention/past.ts`,
    tests: [CONFORMANCE, PROPERTY],
    mutants: [
      {
        fault: "what lies beyond the first part is not found",
        original: "next: at < end ? at : null",
        replacement: "next: null",
      },
      {
        fault: "a part has no bound but what it finds",
        original: "ids.length >= limit || looked >= LOOKED_AT",
        replacement: "ids.length >= limit",
      },
    ],
  },
  {
    file: `${ENGINE}/queries/read.ts`,
    tests: [CONFORMANCE],
    mutants: [
      {
        fault: "every page says that older alerts were removed",
        original: "older === null ? removed.last() : null",
        replacement: "removed.last()",
      },
    ],
  },
  {
    file: "src/server/retention/retention.ts",
    tests: ["src/server/retention/retention.int.test.ts"],
    mutants: [
      {
        fault: "a purge begins with every look",
        original: "if (begunAt !== null && Math.abs(time - begunAt) < DUE_AFTER) return;",
        replacement: "",
      },
      {
        fault: "the trash is not purged",
        original: `horizons.push({ of: "trash", before: timeBefore(trashKept, time) })`,
        replacement: "horizons.pop()",
      },
    ],
  },
  {
    file: "src/client/feed/reducer.ts",
    tests: ["src/client/feed/reducer.test.ts"],
    mutants: [
      {
        fault: "the end of the list is not asked again where its last row goes",
        original: "window.from === 0 && mayBeGone && remove.includes(last.id)",
        replacement: "false",
      },
      {
        fault: "it is asked whenever an alert stops matching",
        original: `(last.status === "resolved" || last.deletedAt !== null)`,
        replacement: "true",
      },
    ],
  },
];
