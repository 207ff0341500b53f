import type { Subject } from "./mutant.ts";

const LOG = ["append", "beside-log", "named", "clock"].map(
  (name) => `src/server/store/sqlite/log/${name}.int.test.ts`,
);

/** Of how the log is written and its read models are kept and walked. */
export const STORE: readonly Subject[] = [
  {
    file: "src/server/store/engine/recorder.ts",
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
    ],
  },
  {
    file: "src/server/store/sqlite/log/append.ts",
    tests: LOG,
    mutants: [
      {
        fault: "what another process has written is overlooked",
        original: "recorder.begin(position());",
        replacement: "if (recorder.appended().to === 0) recorder.begin(position());",
      },
      {
        fault: "nothing that is new is found",
        original: "index(coalesce(commit.changes).sort((one, other) => idOf(one) - idOf(other)));",
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
    ],
  },
  {
    file: "src/server/store/engine/episodes.ts",
    tests: LOG,
    mutants: [
      {
        fault: "what an older version opened is never ended",
        original: "find.open(name) ?? openFormerly(report)",
        replacement: "find.open(name)",
      },
      {
        fault: "old news changes the open episode",
        original: "if (over === undefined || !isOldNews(report, open, over)) return open;",
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
        original: "limit: limit + 1 };",
        replacement: "limit };",
      },
      {
        fault: "of what has a word the farthest come first",
        original: "ids.reverse()",
        replacement: "ids",
      },
      {
        fault: "of more that have a word than fit at once, some are passed over",
        original: "ids.length > RANGE ? null :",
        replacement: "ids.length < 0 ? null :",
      },
      {
        fault: "a long page ends after its first slice",
        original: "rows.length < SLICE) return null;",
        replacement: "rows.length <= SLICE) return null;",
      },
      {
        fault: "a search that runs out of time is said to have come to its end",
        original: "if (ended >= until) return end;",
        replacement: "if (ended >= until) return null;",
      },
      {
        fault: "a search looks twice at where it stopped, or not at all",
        original: "from = end;",
        replacement: "from = end - 1;",
      },
      {
        fault: "a long page says the same again after each slice",
        original: "after = last.id;",
        replacement: "",
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
    file: "src/server/store/engine/steps.ts",
    tests: ["src/server/store/sqlite/queries/walk.int.test.ts"],
    mutants: [
      {
        fault: "a page has more text than it may",
        original: "(left < 0 && alerts.length > 0)",
        replacement: "false",
      },
      {
        fault: "a page of one large alert is empty",
        original: "(left < 0 && alerts.length > 0)",
        replacement: "left < 0",
      },
    ],
  },
  {
    file: "src/server/store/engine/stretch.ts",
    tests: ["src/server/store/engine/stretch.test.ts"],
    mutants: [
      {
        fault: "a page before says that something lies above though nothing does",
        original: `walked.hasStart || (yield* isAny("newer", newest))`,
        replacement: "true",
      },
      {
        fault:
          "a page after a cursor whose alert is not the filter's says that something lies below",
        original: `newer.hasStart || (yield* isAny("older", oldest))`,
        replacement: "true",
      },
      {
        fault: "what lies beyond is looked for though the cursor's own alert does",
        original: `walked.hasStart || (yield* isAny("newer", newest))`,
        replacement: `yield* isAny("newer", newest)`,
      },
      {
        fault: "where a glance tells nothing, nothing is said to lie there",
        original: "alerts.length > 0 || stoppedAt !== null",
        replacement: "alerts.length > 0",
      },
      {
        fault: "a page after is turned upside down",
        original: "newer.alerts.toReversed()",
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
  {
    file: "src/server/store/engine/log-text/read-export.ts",
    tests: [
      "src/server/store/sqlite/log-text/damaged.int.test.ts",
      "src/server/store/sqlite/log-text/import-log.int.test.ts",
    ],
    mutants: [
      {
        fault: "a line that is missing is overlooked",
        original: "if (seq > last.seq + 1 && seq - 1 > whole)",
        replacement: "if (false)",
      },
      {
        fault: "an alert is opened twice",
        original: `type === "AlertOpened" && alertId <= last.id`,
        replacement: "false",
      },
      {
        fault: "a footer that is wrong about what is above it is believed",
        original: "if (footer.sha256 !== sha256)",
        replacement: "if (false)",
      },
      {
        fault: "an event of a version to come is taken for one of today's",
        original: "if (version > versionOf(type))",
        replacement: "if (false)",
      },
      {
        fault: "what was removed from a log that is said to be whole comes back",
        original: `if (type === "AlertForgotten" && seq > whole)`,
        replacement: "if (false)",
      },
      {
        fault: "data may be anything",
        original: `shaped(EVENT_DATA[type], today, line, "data");`,
        replacement: "void today;",
      },
    ],
  },
  {
    file: "src/server/store/sqlite/log-text/import-log.ts",
    tests: [
      "src/server/store/sqlite/log-text/import-log.int.test.ts",
      "src/server/store/sqlite/log-text/round-trip.property.int.test.ts",
    ],
    mutants: [
      {
        fault: "a database with alerts is overwritten",
        original: "  refuseFilled(file);\n",
        replacement: "",
      },
      {
        fault: "webhooks are told of all that was imported",
        original: "tables.update(webhooks).set({ position: seq }).run();",
        replacement: "",
      },
      {
        fault: "the log is said to be whole from its beginning",
        original: "adoptRemovals(tables, floor);",
        replacement: "",
      },
      {
        fault: "the end of the list does not say that older alerts were removed",
        original: "if (removed !== null) prepareRemoved(tables).note(removed);",
        replacement: "",
      },
      {
        fault: "people who were there before are lost",
        original: "  copyFileSync(file, by);\n",
        replacement: "",
      },
    ],
  },
];
