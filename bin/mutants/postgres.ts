import type { Subject } from "./mutant.ts";

const ENGINE = "src/server/store/postgres";
const NODES = `${ENGINE}/postgres-nodes.int.test.ts`;
const BOTH = `${ENGINE}/both-engines.property.int.test.ts`;
const MOVED = `${ENGINE}/log-text/both-engines.property.int.test.ts`;
const CONFORMANCE = `${ENGINE}/postgres-store.int.test.ts`;

/** Of the engine in PostgreSQL: how nodes agree, and that it tells what the other one tells. */
export const POSTGRES: readonly Subject[] = [
  {
    file: `${ENGINE}/log/position.ts`,
    tests: [NODES],
    mutants: [
      {
        fault: "two nodes write at once",
        original: "sql`${LOCK_LOG}; ${POSITION}`",
        replacement: "sql`${POSITION}`",
      },
      {
        fault: "a server that was replaced goes on with the old history",
        original: "const epoch = newEpoch();",
        replacement: "const { epoch } = row;",
      },
    ],
  },
  {
    file: `${ENGINE}/log/tail.ts`,
    tests: [`${ENGINE}/log/tail.int.test.ts`],
    mutants: [
      {
        fault: "a commit is told before those that other nodes made before it",
        original: "await catchUp(commit.from).catch(() => {});",
        replacement: "",
      },
      {
        fault: "a commit is told twice",
        original: "if (commit.to <= heard) return;",
        replacement: "",
      },
      {
        fault: "what is not kept any more is not told",
        original: "if (heard < head.seq) skipTo(head.seq);",
        replacement: "",
      },
    ],
  },
  {
    file: `${ENGINE}/log/working-set.ts`,
    tests: [`${ENGINE}/log/working-set.test.ts`],
    mutants: [
      {
        fault: "of several episodes that are over any is meant",
        original: "latest === undefined || one.alert.id > latest.alert.id",
        replacement: "latest === undefined || one.alert.id < latest.alert.id",
      },
    ],
  },
  {
    file: `${ENGINE}/log/commit-body.ts`,
    tests: [`${ENGINE}/log/commit-body.test.ts`],
    mutants: [
      {
        fault: "what was before is lost where it stands further up",
        original: "before = known.get(id) ?? null, after",
        replacement: "before = null, after",
      },
    ],
  },
  {
    file: `${ENGINE}/models/project.ts`,
    tests: [BOTH],
    mutants: [
      {
        fault: "an alert that changes its words is found by the old ones",
        original: `...updates(searchTexts, key, ["text"], said.map(searchRow)),`,
        replacement: "",
      },
    ],
  },
  {
    file: `${ENGINE}/models/project.ts`,
    tests: [CONFORMANCE],
    mutants: [
      {
        fault: "an episode takes the place of another before that is over",
        original: "...updates(alerts, sql`id`, CHANGING, over.map(alertRowOf)),",
        replacement: "",
      },
    ],
  },
  {
    file: `${ENGINE}/models/alert-row.ts`,
    tests: [CONFORMANCE],
    mutants: [
      {
        fault: "a page says of a name what is no JSON",
        original: `"acknowledgedBy":\${text(row.acknowledged_by)}`,
        replacement: `"acknowledgedBy":"\${row.acknowledged_by}"`,
      },
    ],
  },
  {
    file: `${ENGINE}/queries/walk.ts`,
    tests: [`${ENGINE}/queries/walk.int.test.ts`],
    mutants: [
      {
        fault: "the alert of a cursor takes the place of one of the page",
        original: "(tellsOfStart && last === null ? 1 : 0)",
        replacement: "0",
      },
      {
        fault: "the alert of a cursor is on the page",
        original: "...ids.filter((one) => one !== id)",
        replacement: "...ids",
      },
    ],
  },
  {
    file: `${ENGINE}/queries/scan.ts`,
    tests: [`${ENGINE}/queries/scan.int.test.ts`],
    mutants: [
      {
        fault: "a read goes on that nobody waits for",
        original: "return isOver() ? Promise.reject(new Abandoned()) : send();",
        replacement: "return send();",
      },
    ],
  },
  {
    file: `${ENGINE}/connection/refusal.ts`,
    tests: [`${ENGINE}/connection/refusal.test.ts`],
    mutants: [
      {
        fault: "a connection that ended is a defect in the program",
        original: `return CUT.test(error.message) ? "08006" : "";`,
        replacement: `return "";`,
      },
    ],
  },
  {
    file: `${ENGINE}/connection/alone.ts`,
    tests: [`${ENGINE}/log-text/import-log.int.test.ts`],
    mutants: [
      {
        fault: "what no node may run beside runs beside nodes",
        original: "    await refuseNodes(patient);\n",
        replacement: "",
      },
    ],
  },
  {
    file: `${ENGINE}/log-text/import-log.ts`,
    tests: [`${ENGINE}/log-text/import-log.int.test.ts`],
    mutants: [
      {
        fault: "webhooks are told of all that was imported",
        original: "await session.run(sql`update ${webhooks} set position = ${seq}`);",
        replacement: "",
      },
      {
        fault: "whoever saw another history goes on with it",
        original: `await noteFact(session, "epoch", newEpoch());`,
        replacement: "",
      },
      {
        fault: "the log is said to be whole from its beginning",
        original: "for (const key of [FLOOR, REACH]) await noteFact(session, key, String(floor));",
        replacement: "",
      },
    ],
  },
  {
    file: `${ENGINE}/log-text/write-log.ts`,
    tests: [`${ENGINE}/log-text/import-log.int.test.ts`],
    mutants: [
      {
        fault: "what PostgreSQL does not keep is a fault of the program",
        original: "      refuseUnkept(step.value, line);\n",
        replacement: "",
      },
      {
        fault: "the line above is named",
        original: "let line = 2;",
        replacement: "let line = 1;",
      },
      {
        fault: "half a character in capitals is a fault of the program",
        original: "u(?:0000|d[89a-f])/iu",
        replacement: "u(?:0000|d[89a-f])/u",
      },
      {
        fault: "a NUL in whoever acts is a fault of the program",
        original: "UNKEPT.test(JSON.stringify(actor)) || ",
        replacement: "",
      },
    ],
  },
  {
    file: `${ENGINE}/models/in-bulk.ts`,
    tests: [MOVED, `${ENGINE}/log-text/import-log.int.test.ts`],
    mutants: [
      {
        fault: "alerts that are made anew are not counted",
        original: "[...insertionsBesideSearch(kept), ...counting(outcomes).add]",
        replacement: "insertionsBesideSearch(kept)",
      },
      {
        fault: "indexes are not made again",
        original: "    await makeIndexes();\n",
        replacement: "",
      },
    ],
  },
  {
    file: `${ENGINE}/models/search-texts.ts`,
    tests: [`${ENGINE}/retention/vacuum.int.test.ts`],
    mutants: [
      {
        fault: "the partition goes to which the next alert comes",
        original: "where p.number < (select max(alert_id)",
        replacement: "where p.number <= (select max(alert_id)",
      },
    ],
  },
];
