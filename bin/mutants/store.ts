import type { Subject } from "./mutant.ts";

const LOG = ["append", "beside-log", "named", "clock"].map(
  (name) => `src/server/store/sqlite/log/${name}.int.test.ts`,
);

/** Of how the log is written and its read models are kept and walked. */
export const STORE: readonly Subject[] = [
  {
    file: "src/server/store/sqlite/log/append.ts",
    tests: LOG,
    mutants: [
      {
        fault: "a new episode has the number of the one before",
        original: `event.type === "AlertOpened" ? null : before.alert;`,
        replacement: "before.alert;",
      },
      {
        fault: "a clock that is set back is believed",
        original: "timeAfter(logTime, clock(), next.time)",
        replacement: "timeAfter(null, clock(), 0)",
      },
      {
        fault: "what another process has written is overlooked",
        original: "next = lastPosition();",
        replacement: "if (next.seq === 0) next = lastPosition();",
      },
      {
        fault: "whoever acts, it is said to be an operator or the source",
        original: "actor ?? actorOf(command, found)",
        replacement: "actorOf(command, found)",
      },
      {
        fault: "a lease goes on once its alert is over",
        original: "if (!isOpen) leases.end(alert.id);\n    else if",
        replacement: "if",
      },
      {
        fault: "what events have told is recorded once more",
        original: "heard && remainder(alert, memory, heard)",
        replacement: "heard",
      },
      {
        fault: "a commit does not say what was before",
        original: "if (after !== null) return { before, after };",
        replacement: "if (after !== null) return { before: null, after };",
      },
      {
        fault: "nothing that is new is found",
        original: "index(coalesce(changes).sort((one, other) => idOf(one) - idOf(other)));",
        replacement: "",
      },
    ],
  },
  {
    file: "src/server/store/sqlite/log/episodes.ts",
    tests: LOG,
    mutants: [
      {
        fault: "of several episodes that are over the first is meant",
        original: "isOver).orderBy(desc(alerts.id))",
        replacement: "isOver).orderBy(alerts.id)",
      },
      {
        fault: "what an older version opened is never ended",
        original: "find.open(name) ?? openFormerly(report)",
        replacement: "find.open(name)",
      },
      {
        fault: "old news changes the open episode",
        original: "if (!isOldNews(report, known, before)) return open;",
        replacement: "return open;",
      },
      {
        fault: "old news opens the episode before again",
        original: "{ ...over.memory, isSucceeded: true }",
        replacement: "over.memory",
      },
      {
        fault: "one of several that are open is ended by guessing",
        original: "if (other !== undefined) return ambiguous",
        replacement: "if (false) return ambiguous",
      },
      {
        fault: "one of several that are over is opened by guessing",
        original: "first !== undefined && second === undefined ?",
        replacement: "first !== undefined ?",
      },
    ],
  },
  {
    file: "src/server/store/sqlite/models/project.ts",
    tests: [
      "src/server/store/sqlite/log/rebuild.int.test.ts",
      "src/server/store/sqlite/queries/walk.int.test.ts",
    ],
    mutants: [
      {
        fault: "an alert whose severity changes is counted twice",
        original: "if (before !== null) count(before, -1);",
        replacement: "",
      },
      {
        fault: "what is deleted is counted on",
        original: " || (before.deletedAt === null) !== (after.deletedAt === null)",
        replacement: "",
      },
      {
        fault: "what is changed in the trash is counted",
        original: "if (deletedAt !== null) return;",
        replacement: "",
      },
      {
        fault: "a column of the row is never changed",
        original: `"startedAt", "receivedAt"];`,
        replacement: `"startedAt", "receivedAt", "lastSeenAt"];`,
      },
      {
        fault: "an alert has no labels to be found by",
        original: "if (before === null) label(after);",
        replacement: "",
      },
    ],
  },
  {
    file: "src/server/store/sqlite/queries/walk.ts",
    tests: [
      "src/server/store/sqlite/queries/walk.int.test.ts",
      "src/server/store/sqlite/queries/pages.property.int.test.ts",
    ],
    mutants: [
      {
        fault: "a full page says that nothing lies beyond",
        original: "inSlices(path, id, limit + 1)",
        replacement: "inSlices(path, id, limit)",
      },
      {
        fault: "a long page ends after its first slice",
        original: "rows.length < SLICE) return;",
        replacement: "rows.length <= SLICE) return;",
      },
      {
        fault: "a long page says the same again after each slice",
        original: "after = last.id;",
        replacement: "",
      },
      {
        fault: "a page of one large alert is empty",
        original: "(left < 0 && alerts.length > 0)",
        replacement: "left < 0",
      },
      {
        fault: "a page has more text than it may",
        original: "(left < 0 && alerts.length > 0)",
        replacement: "false",
      },
      {
        fault: "an alert that is found in two ways is there twice",
        original: "head.row?.id === first.id",
        replacement: "head.row === first",
      },
      {
        fault: "what is found in several ways is out of order",
        original: "a.id > b.id : a.id < b.id",
        replacement: "a.id < b.id : a.id > b.id",
      },
      {
        fault: "an id that is found in two ways is counted twice",
        original: "[...new Set(ids)]",
        replacement: "ids",
      },
    ],
  },
  {
    file: "src/server/store/sqlite/queries/stretch.ts",
    tests: ["src/server/store/sqlite/queries/stretch.test.ts"],
    mutants: [
      {
        fault: "a page before says that something lies above though nothing does",
        original: `go("newer", newest, 1).alerts.length > 0 ? newest : null`,
        replacement: "newest",
      },
      {
        fault: "a page after is turned upside down",
        original: "newer.alerts.reverse()",
        replacement: "newer.alerts",
      },
      {
        fault: "a page around does not say what lies above it",
        original: "newer.hasMore || newer.alerts.length > above",
        replacement: "newer.hasMore",
      },
      {
        fault: "a page around is short where one side has little",
        original: "Math.max(half, limit - older.alerts.length)",
        replacement: "half",
      },
    ],
  },
  {
    file: "src/server/store/sqlite/queries/read.ts",
    tests: ["src/server/store/sqlite/queries/read.int.test.ts"],
    mutants: [
      {
        fault: "an alert that is too large is never told",
        original: "Math.max(tooMany, 1)",
        replacement: "tooMany",
      },
      {
        fault: "what has changed is not in the order of its last event",
        original: '.orderBy(asc(alerts.seq))\n      .limit(sql.placeholder("limit")),\n  );',
        replacement: '.orderBy(asc(alerts.id))\n      .limit(sql.placeholder("limit")),\n  );',
      },
      {
        fault: "a time that was reached is before the alert",
        original: "lte(alerts.receivedAt",
        replacement: "lt(alerts.receivedAt",
      },
      {
        fault: "of those that arrived at one time the first is the newest",
        original: ".orderBy(desc(alerts.receivedAt), desc(alerts.id))",
        replacement: ".orderBy(desc(alerts.receivedAt), asc(alerts.id))",
      },
      {
        fault: "ids are said to be all though more lie above",
        original: "nearest.length > limit ? ids[0] : undefined",
        replacement: "undefined",
      },
    ],
  },
];
