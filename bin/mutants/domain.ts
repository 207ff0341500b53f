import type { Subject } from "./mutant.ts";

/** Of what happens to an alert, and of who wants to see it. */
export const DOMAIN: readonly Subject[] = [
  {
    file: "src/domain/command.ts",
    tests: ["src/domain/command.test.ts"],
    mutants: [
      {
        fault: "what is deleted can be acknowledged",
        original: `if (alert.deletedAt !== null) return "alert-deleted";`,
        replacement: "",
      },
      {
        fault: "an end is taken back while a newer episode is open",
        original: `memory.isSucceeded ? "alert-newer-episode" : null`,
        replacement: "null",
      },
      {
        fault: "a snooze that was made longer ends when it was first to end",
        original: "alert.snoozedUntil === until ?",
        replacement: "alert.snoozedUntil !== null ?",
      },
      {
        fault: "a note is recorded before what it is about",
        original: "[...eventsOf(alert, command, now, memory), ...noteOf(command)]",
        replacement: "[...noteOf(command), ...eventsOf(alert, command, now, memory)]",
      },
      {
        fault: "a lease that runs out ends what is over",
        original: `alert.status === "resolved" ? [] : [resolution`,
        replacement: `false ? [] : [resolution`,
      },
    ],
  },
  {
    file: "src/domain/event.ts",
    tests: ["src/domain/event.test.ts", "src/domain/report.test.ts"],
    mutants: [
      {
        fault: "an acknowledgement outlasts the trouble",
        original: `    acknowledgedAt: null,
    acknowledgedBy: null,
    occurrences: occurrences + 1,`,
        replacement: `    occurrences: occurrences + 1,`,
      },
      {
        fault: "an operator who takes an end back takes the acknowledgement back, too",
        original: `acknowledgedAt === null ? "firing" : "acknowledged" }`,
        replacement: `"firing" }`,
      },
      {
        fault: "what is over stays snoozed",
        original: `        resolvedBy: actor,
        snoozedUntil: null,`,
        replacement: `        resolvedBy: actor,`,
      },
      {
        fault: "who acknowledged stays named when it is taken back",
        original: `{ status: "firing", acknowledgedAt: null, acknowledgedBy: null }`,
        replacement: `{ status: "firing", acknowledgedAt: null }`,
      },
      {
        fault: "an event leaves the row at the place of the one before",
        original: "...changeBy(alert, event), seq: event.seq }",
        replacement: "...changeBy(alert, event) }",
      },
      {
        fault: "a change of words that counts is not counted",
        original: "(data.isRepeat ? 1 : 0)",
        replacement: "0",
      },
      {
        fault: "the first repeat has to wait",
        original: "alert.occurrences === 1 ||",
        replacement: "",
      },
    ],
  },
  {
    file: "src/domain/filter.ts",
    tests: ["src/domain/filter.test.ts"],
    mutants: [
      {
        fault: "one word of several is enough",
        original: "words.every((word)",
        replacement: "words.some((word)",
      },
      {
        fault: "one label of several is enough",
        original: "filter.label.every(",
        replacement: "filter.label.length === 0 || filter.label.some(",
      },
      {
        fault: "a filter of what is deleted asks nothing",
        original: `snoozed === "any" && deleted === "exclude"`,
        replacement: `snoozed === "any"`,
      },
      {
        fault: "a filter of what is snoozed asks nothing",
        original: `snoozed === "any" && deleted === "exclude"`,
        replacement: `deleted === "exclude"`,
      },
      {
        fault: "who asks for what is theirs gets what is nobody's",
        original: "by === ME ? actor : by",
        replacement: "by",
      },
      {
        fault: "what nobody has acknowledged is somebody's",
        original: "(value !== null && wanted.includes(value))",
        replacement: "(value === null || wanted.includes(value))",
      },
      {
        fault: "filters that ask the same have different texts",
        original: "[...new Set(written.label)].sort()",
        replacement: "[...new Set(written.label)]",
      },
      {
        fault: "a value that is asked for twice is another filter",
        original: "writeList([...new Set(values)])",
        replacement: "writeList(values)",
      },
    ],
  },
  {
    file: "src/domain/diff.ts",
    tests: ["src/domain/diff.test.ts"],
    mutants: [
      {
        fault: "a row that was gone for a moment is only patched",
        original: "before !== null && was.every(Boolean)",
        replacement: "before !== null && was[0]",
      },
      {
        fault: "a row that was there for a moment stays",
        original: "if (was.some(Boolean)) remove",
        replacement: "if (was[0]) remove",
      },
      {
        fault: "a field that was other for a moment is left as it was",
        original: "const past = [before, ...between];",
        replacement: "const past = [before];",
      },
      {
        fault: "what was coalesced before loses its moments",
        original: "for (const alert of between) course.between.push(alert);",
        replacement: "",
      },
      {
        fault: "whoever read the page amid it is not told of an end",
        original: "return { before, between, after: null, seq: last.seq };",
        replacement: "return { before, between: [], after: null, seq: last.seq };",
      },
      {
        fault: "what is gone is patched",
        original: "if (after === null || !matches(filter, after)) {",
        replacement: "if (after === null) continue; else if (!matches(filter, after)) {",
      },
    ],
  },
  {
    file: "src/domain/log-time.ts",
    tests: ["src/domain/log-time.test.ts"],
    mutants: [
      {
        fault: "the log's clock goes back",
        original: "Math.max(real, last,",
        replacement: "Math.max(real,",
      },
      {
        fault: "the log's clock stands still",
        original: "+ passed * SLOW",
        replacement: "",
      },
    ],
  },
];
