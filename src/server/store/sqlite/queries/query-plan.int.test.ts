import type Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { EVERYTHING, readFilter, type WrittenFilter } from "../../../../domain/filter.ts";
import { aReport, at } from "../../../../domain/history.arbitrary.ts";
import type { Place } from "../../../../protocol/page.ts";
import { prepareLog } from "../log/append.ts";
import { preparePositions } from "../log/positions.ts";
import { openForWriting } from "../file/database.ts";
import { prepareDue } from "../log/due.ts";
import { addFilterFunctions } from "./filter-functions.ts";
import { prepareEarlier } from "./earlier.ts";
import { prepareEvents } from "./events.ts";
import { prepareHistory } from "./history.ts";
import { prepareReads } from "./read.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { prepareReadPeople } from "../people/read.ts";
import { PEOPLE_WRITES } from "../people/writes.ts";
import { preparePast } from "../retention/past.ts";
import { prepareTimeline } from "./timeline.ts";

/** Steps of a plan whose cost grows with the history: reading a whole table, or sorting. */
function costlySteps(db: Database.Database, statement: string): string[] {
  return planOf(db, statement)
    .filter((detail) => /TEMP B-TREE|^SCAN (?!CONSTANT ROW)/u.test(detail))
    .filter((detail) => !isNarrow(detail));
}

function planOf(db: Database.Database, statement: string): string[] {
  const parameters = [...statement.matchAll(/\?/gu)].map(() => null);
  const plan = db.prepare(`explain query plan ${statement}`).all(...parameters);
  return (plan as { detail: string }[]).map(({ detail }) => detail);
}

/** SQLite says "scan" of these, too: a search for words, one row of it, and the labels in one alert. */
function isNarrow(detail: string): boolean {
  return /^SCAN (?:s VIRTUAL TABLE INDEX \d+:[<>=]*M\d|search VIRTUAL TABLE INDEX 0:=$|j VIRTUAL TABLE)/u.test(
    detail,
  );
}

/** Whatever is asked of the database while `use` runs, as SQL. */
function statementsOf(db: Database.Database, use: () => void): string[] {
  const statements = new Set<string>();
  const prepare = db.prepare.bind(db);
  db.prepare = (statement: string) => {
    if (/^\s*(?:select|insert|update|delete)/iu.test(statement)) statements.add(statement);
    return prepare(statement);
  };
  use();
  db.prepare = prepare;
  return [...statements];
}

function openDatabase() {
  const tables = openForWriting(scratchFile());
  addFilterFunctions(tables);
  return tables;
}

const PLACES: Place[] = [
  { type: "head" },
  { type: "before", id: 5 },
  { type: "after", id: 5 },
  { type: "around", id: 1 },
  { type: "at", time: at(5) },
];

test("what is read by key costs no more, however long the history", () => {
  const tables = openDatabase();
  const statements = statementsOf(tables.$client, () => {
    const reads = prepareReads(tables);
    reads.head();
    reads.alert(1);
    reads.wasRemoved(1);
    const history = prepareHistory(tables, reads.epoch);
    history(1, { type: "before", seq: 5 }, 10);
    history(1, { type: "after", seq: 5 }, 10);
    prepareEarlier(tables, reads.epoch)(1, null, 10);
    reads.changedSince(0, 10);
    prepareEvents(tables)(0, 10);
    preparePositions(tables).of("someone");
    for (const place of PLACES) reads.page(EVERYTHING, place, 50);
    reads.ids(EVERYTHING, 5, 50);
  });
  expect(statements.length).toBeGreaterThanOrEqual(8);
  expect(statements.flatMap((statement) => costlySteps(tables.$client, statement))).toEqual([]);
});

test("what the writer asks costs no more, however long the history", () => {
  const tables = openDatabase();
  const statements = statementsOf(tables.$client, () => {
    const { transact, append } = prepareLog(tables, Date.now);
    const report = aReport({ labels: { env: "prod" } });
    transact(() => append({ commands: [{ type: "Report", report }], actor: null }));
    transact(() => append({ commands: [{ type: "Delete", id: 1 }], actor: null }));
    transact(() => append({ commands: [{ type: "Forget", id: 1 }], actor: null }));
    const due = prepareDue(tables);
    due({ now: at(5), since: at(0) });
    const past = preparePast(tables);
    for (const of of ["resolved", "trash"] as const)
      past({ horizon: { of, before: at(5) }, after: 0, limit: 10 });
  });
  expect(statements.length).toBeGreaterThanOrEqual(15);
  expect(statements.flatMap((statement) => costlySteps(tables.$client, statement))).toEqual([]);
});

test("what is asked of people costs no more, however many there are", () => {
  const tables = openDatabase();
  const statements = statementsOf(tables.$client, () => {
    prepareReadPeople(tables, Date.now);
    for (const prepare of Object.values(PEOPLE_WRITES)) prepare({ tables, clock: Date.now });
  });
  expect(statements.length).toBeGreaterThanOrEqual(30);
  const isCostly = (statement: string) => costlySteps(tables.$client, statement).length > 0;
  expect(statements.filter(isCostly)).toEqual([
    // Through an index that has those alone.
    expect.stringMatching(/^select "id" from "users" where "users"."role" = 'admin' .* limit \?$/u),
    // All of them are asked for, or a bounded number of the newest.
    expect.stringMatching(/from "sessions" inner join .* order by "sessions"."id" desc limit \?$/u),
    expect.stringMatching(/from "users" where "users"."removed_at" is null order by/u),
    expect.stringMatching(/from "keys" order by "keys"."id" asc$/u),
  ]);
  const [admins = ""] = statements.filter(isCostly);
  expect(planOf(tables.$client, admins)).toEqual(["SCAN users USING INDEX users_admin"]);
});

const FILTERS: WrittenFilter[] = [
  { status: ["firing"] },
  { status: ["firing", "acknowledged"], severity: ["critical"] },
  { status: ["resolved"] },
  { severity: ["critical", "error"] },
  { source: ["a", "b"], severity: ["info"] },
  { acknowledgedBy: ["user:Mira"] },
  { acknowledgedBy: ["user:Mira", "operator"], deleted: "include" },
  { label: ["env=prod"] },
  { label: ["env=prod", "team!=core", "zone="] },
  { label: ["a=b=c", "d!=e=f"] },
  { label: [`a=${"=".repeat(60)}`] },
  { label: ["env!=prod"] },
  { label: ["env="] },
  { q: "disk" },
  { q: "disk full", label: ["env=prod"], status: ["firing"], source: ["a"] },
  { q: "ab" },
  { deleted: "only" },
  { deleted: "include" },
  { deleted: "only", q: "disk", severity: ["info"] },
  { deleted: "include", source: ["a"] },
];

describe.each(FILTERS)("a walk with filter %j", (written) => {
  test("streams in the order of ids", () => {
    const tables = openDatabase();
    const reads = prepareReads(tables);
    const statements = statementsOf(tables.$client, () => {
      for (const place of PLACES) reads.page(readFilter(written), place, 50);
      reads.ids(readFilter(written), 5, 50);
    });
    expect(statements.length).toBeGreaterThanOrEqual(2);
    expect(statements.flatMap((statement) => costlySteps(tables.$client, statement))).toEqual([]);
  });
});

test.each<[WrittenFilter, string]>([
  [{ status: ["firing"] }, "alerts_open"],
  [{ snoozed: "only" }, "alerts_snoozed"],
  [{ deleted: "only" }, "alerts_deleted"],
  [{ acknowledgedBy: ["user:Mira"] }, "alerts_acknowledged_by"],
  [{ source: ["cron"] }, "alerts_received"],
])("a timeline with filter %j goes through few alerts", (written, index) => {
  const tables = openDatabase();
  const span = { from: 0, to: 1_000_000, buckets: 10 };
  const statements = statementsOf(tables.$client, () =>
    prepareTimeline(tables)(readFilter(written), span),
  );
  const plans = statements.flatMap((statement) => planOf(tables.$client, statement));
  const [through, ...bounds] = plans.filter((step) => step.includes("USING"));
  expect(through).toContain(`INDEX ${index}`);
  // The first and the last of that time are one step each.
  for (const bound of bounds) {
    expect(bound).toMatch(
      /^SEARCH alerts USING COVERING INDEX alerts_received \(received_at[<>]\?\)$/u,
    );
  }
});

test("a timeline of severities is read from the counts, and sorts nothing", () => {
  const tables = openDatabase();
  const span = { from: 0, to: 1_000_000, buckets: 10 };
  for (const filter of [EVERYTHING, readFilter({ severity: ["critical", "info"] })]) {
    const statements = statementsOf(tables.$client, () => prepareTimeline(tables)(filter, span));
    const plans = statements.flatMap((statement) => planOf(tables.$client, statement));
    expect(plans.join("; ")).toContain("SEARCH counts USING PRIMARY KEY (minute>? AND minute<?)");
    expect(statements.flatMap((statement) => costlySteps(tables.$client, statement))).toEqual([]);
  }
});

test("a timeline of a label goes through no more of it than lies in its time", () => {
  const tables = openDatabase();
  const span = { from: 0, to: 1_000_000, buckets: 10 };
  const ways: [WrittenFilter, string][] = [
    [
      { label: ["env=prod"] },
      "l USING PRIMARY KEY (name=? AND value=? AND alert_id>? AND alert_id<?)",
    ],
    [{ status: ["firing"] }, "alerts_open (id>? AND id<?)"],
  ];
  for (const [filter, way] of ways) {
    const statements = statementsOf(tables.$client, () =>
      prepareTimeline(tables)(readFilter(filter), span),
    );
    const plans = statements.flatMap((statement) => planOf(tables.$client, statement));
    expect(plans.join("; ")).toContain(way);
  }
});

test.each([
  "select * from alerts where title = ?",
  "select * from alerts order by title limit 1",
  "select * from alerts where source = ? order by received_at",
  "select count(*) from alerts",
  "select * from search where text like ?",
  "select * from labels l join alerts a on a.id = l.alert_id where l.name = ? order by a.id",
])("%s is seen to be costly", (statement) => {
  const { $client } = openDatabase();
  expect(costlySteps($client, statement)).not.toEqual([]);
});
