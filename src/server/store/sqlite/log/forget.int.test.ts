import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { faultOfContents } from "../backup/contents.ts";
import { openScratch } from "../database.fixture.ts";
import { TOLD_EVENTS } from "../../engine/told-events.ts";
import { searchSettings } from "../models/read-models.fixture.ts";

const OPEN = { type: "Report", report: aReport({ fingerprint: null }) } as const;

/** Alerts that are opened, deleted and forgotten, so that few of many thousand events are left. */
function forget(scratch: ReturnType<typeof openScratch>, first: number, count: number): void {
  const ids = Array.from({ length: count }, (_, index) => first + index);
  const commands = ids.flatMap((id) => [
    OPEN,
    { type: "Delete" as const, id },
    { type: "Forget" as const, id },
  ]);
  scratch.append([{ commands, actor: null }]);
}

test("removals are told for a while, and then the log forgets them, too", () => {
  using scratch = openScratch();
  const { $client: db } = scratch.tables;
  const count = (table: string) =>
    Number(db.prepare(`select count(*) from ${table}`).pluck().get());
  const alerts = Math.ceil(TOLD_EVENTS / 3) + 1_000;
  forget(scratch, 1, alerts);
  const head = scratch.reads.head().seq;
  expect(scratch.reads.reach()).toBeGreaterThan(2_000);
  expect(scratch.reads.reach()).toBeLessThanOrEqual(head - TOLD_EVENTS);
  expect(count("removals")).toBeLessThanOrEqual(TOLD_EVENTS / 3 + 1);
  expect(count("events")).toBe(count("removals"));
  expect(scratch.reads.wasRemoved(1)).toBe(true);
  expect(faultOfContents(db, null)).toBeNull();
});

test("that of the last alert keeps its number from being given again", () => {
  using scratch = openScratch();
  scratch.append([{ commands: [OPEN], actor: null }]);
  const repeats = Array.from({ length: 200 }, () => ({ type: "Note" as const, id: 1, note: "x" }));
  forget(scratch, 2, 1);
  const { $client: db } = scratch.tables;
  // As if as much had happened to the first since.
  db.exec(`update events set seq = ${TOLD_EVENTS + 10} where seq = 1`);
  scratch.append([{ commands: [...repeats, OPEN], actor: null }]);
  expect(scratch.reads.alert(3)).not.toBeNull();
  forgetOne(scratch, 3);
  expect(scratch.reads.reach()).toBe(4);
  expect(db.prepare("select count(*) from events where seq = 4").pluck().get()).toBe(0);
});

test("and so it does where it is the last of all", () => {
  using scratch = openScratch();
  scratch.append([{ commands: [OPEN], actor: null }]);
  forget(scratch, 2, 1);
  const { $client: db } = scratch.tables;
  db.exec(`update events set seq = ${TOLD_EVENTS + 10} where seq = 1`);
  forgetOne(scratch, 1);
  // It is told on, too: what is told and what lies in the log is the same.
  expect(scratch.reads.reach()).toBe(0);
  expect(scratch.reads.changedSince(0, 10).removals.map(({ id }) => id)).toEqual([2, 1]);
  scratch.append([{ commands: [OPEN], actor: null }]);
  expect(scratch.reads.alert(3)).not.toBeNull();
  forgetOne(scratch, 3);
  expect(scratch.reads.reach()).toBe(4);
  expect(db.prepare("select count(*) from events where seq = 4").pluck().get()).toBe(0);
});

function forgetOne(scratch: ReturnType<typeof openScratch>, id: number): void {
  scratch.append([
    {
      commands: [
        { type: "Delete", id },
        { type: "Forget", id },
      ],
      actor: null,
    },
  ]);
}

test("to remove many merges nothing of the search that others would wait for", () => {
  using scratch = openScratch();
  using empty = openScratch();
  const { $client: db } = scratch.tables;
  const words = (seed: number) => createHash("sha512").update(String(seed)).digest("hex");
  for (let first = 1; first <= 200; first += 10) {
    const commands = Array.from({ length: 10 }, (_, index) => ({
      type: "Report" as const,
      report: aReport({ fingerprint: null, description: words(first + index) }),
    }));
    scratch.append([{ commands, actor: null }]);
  }
  // The first few say how the parts lie.
  const pages = db.prepare<[], string>("select hex(block) from search_data where id > 10").pluck();
  const before = pages.all();
  const ids = Array.from({ length: 150 }, (_, index) => index + 1);
  const commands = ids.flatMap((id) => [
    { type: "Delete" as const, id },
    { type: "Forget" as const, id },
  ]);
  scratch.append([{ commands, actor: null }]);
  expect(pages.all()).toEqual(expect.arrayContaining(before));
  expect(searchSettings(scratch.tables)).toMatchObject(searchSettings(empty.tables));
  const found = (id: number) =>
    db
      .prepare("select rowid from search where search match ?")
      .pluck()
      .all(words(id).slice(0, 40).toUpperCase());
  expect([150, 151].map(found)).toEqual([[], [151]]);
});
