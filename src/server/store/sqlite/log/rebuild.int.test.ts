import fc from "fast-check";
import { expect, test } from "vitest";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { openScratch } from "../database.fixture.ts";
import { arbitraryDeed } from "../queries/hostile.arbitrary.ts";
import { dump } from "../models/read-models.fixture.ts";
import { rebuild } from "./rebuild.ts";
import { finish } from "../file/transaction.ts";

const deeds = fc.array(arbitraryDeed, { maxLength: 30, size: "max" });

test("the log makes the read models again exactly as they were", () => {
  fc.assert(
    fc.property(deeds, (deeds) => {
      using scratch = openScratch();
      for (const deed of deeds) {
        scratch.perform([deed], 20_000);
        scratch.sweep();
      }
      const before = dump(scratch.tables);
      const events = finish(rebuild(scratch.tables));
      const kept = scratch.tables.$client.prepare("select count(*) from events").pluck();
      expect(events).toBe(kept.get());
      expect(dump(scratch.tables)).toEqual(before);
    }),
    { numRuns: 60 },
  );
});

test("read models that were spoilt are mended", () => {
  using scratch = openScratch();
  scratch.perform(fc.sample(arbitraryDeed, { numRuns: 30, seed: 1 }));
  const before = dump(scratch.tables);
  scratch.tables.$client.exec(`
    update alerts set title = 'spoilt';
    delete from labels;
    update counts set alerts = alerts + 1;
    delete from search where rowid = 1;
    insert into counts values (1, 'info', 5)`);
  finish(rebuild(scratch.tables));
  expect(dump(scratch.tables)).toEqual(before);
});

test("whoever breaks off the work finds everything as it was", () => {
  using scratch = openScratch();
  const report = { type: "Report" as const, report: aReport({ fingerprint: null }) };
  scratch.perform(Array.from({ length: 600 }, () => report));
  const before = dump(scratch.tables);
  const steps = rebuild(scratch.tables);
  expect(steps.next()).toMatchObject({ value: { done: 500, total: 600, unit: "events" } });
  steps.return(0);
  expect(dump(scratch.tables)).toEqual(before);
  expect(scratch.tables.$client.inTransaction).toBe(false);
});

test("counts are what counting the alerts gives", () => {
  fc.assert(
    fc.property(deeds, (deeds) => {
      using scratch = openScratch();
      scratch.perform(deeds, 20_000);
      const { $client: db } = scratch.tables;
      const counted = db.prepare(
        `select received_at / 60000 as minute, severity, count(*) as alerts
        from alerts where deleted_at is null group by 1, 2 order by 1, 2`,
      );
      const kept = db.prepare("select * from counts where alerts <> 0 order by 1, 2");
      expect(kept.all()).toEqual(counted.all());
    }),
    { numRuns: 40 },
  );
});
