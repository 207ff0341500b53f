import { expect, onTestFinished, test } from "vitest";
import { EVERYTHING } from "../../../../domain/filter.ts";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { valueOf } from "../../conformance/subject.ts";
import { closed, finish, packed } from "../../sqlite/log-text/log-text.fixture.ts";
import { describePostgres } from "../connection/database.fixture.ts";
import { openPatient } from "../connection/patient.ts";
import { importLog } from "../log-text/import-log.ts";
import { dump } from "../models/read-models.fixture.ts";
import { PARTITION } from "../models/search-texts.ts";
import { scratchDatabase } from "../postgres-store.fixture.ts";
import { openPostgresStore } from "../postgres-store.ts";
import { sql } from "drizzle-orm";

const AT = "2026-01-01T00:00:00.000Z";
const HEADER = '{"format":"tocsin-export","version":1,"floor":null,"part":"q=disk"}';

/** Alerts that are over, and lie in one partition each, and one that has yet to end. */
const IDS = [1, PARTITION + 5, 2 * PARTITION, 3 * PARTITION + 1];

function opened(alertId: number, index: number): string {
  const report = aReport({ fingerprint: `f${alertId}`, startedAt: AT });
  const data = { description: "", annotations: {}, url: null, ...report };
  return eventOf({ seq: 2 * index + 1, alertId, type: "AlertOpened", data });
}

function resolved(alertId: number, index: number): string {
  return eventOf({ seq: 2 * index + 2, alertId, type: "AlertResolved", data: { resolvedAt: AT } });
}

function eventOf(event: object): string {
  return JSON.stringify({ version: 2, recordedAt: AT, actor: "source:monitor", ...event });
}

async function open() {
  const url = await scratchDatabase();
  const lines = IDS.flatMap((id, index) => [opened(id, index), resolved(id, index)]);
  await finish(importLog({ from: packed(closed([HEADER, ...lines])), url }));
  const store = await openPostgresStore(url, { onRefused: () => {} });
  onTestFinished(() => store.close());
  const partitions = async () => (await dump(url)).partitions;
  const purge = async (...ids: readonly number[]) => {
    const horizon = { of: "resolved", before: "2027-01-01T00:00:00.000Z" } as const;
    valueOf(await store.purge({ ids, horizon, kept: null, actor: "operator", at: AT }));
  };
  return { url, store, partitions, purge };
}

describePostgres("what is searched of alerts that were removed", () => {
  test("goes by whole partitions, but for the last, to which the next alert comes", async () => {
    const { store, partitions, purge } = await open();
    expect(await partitions()).toHaveLength(4);
    await purge(1);
    const one = valueOf(await store.vacuum(1));
    expect(one).toMatchObject({ left: 0 });
    expect(one.handedBack).toBeGreaterThan(0);
    await purge(...IDS.slice(1));
    expect(valueOf(await store.vacuum(1)).left).toBeGreaterThan(0);
    expect(valueOf(await store.vacuum(1)).left).toBe(0);
    expect(valueOf(await store.vacuum(1))).toMatchObject({ handedBack: 0, left: 0 });
    expect(await partitions()).toMatchObject([{ name: "search_texts_3" }]);
    const report = aReport({ fingerprint: "next", title: "Next" });
    valueOf(await store.execute([{ type: "Report", report }], null));
    const found = await store.page({ ...EVERYTHING, words: ["NEXT"] }, { type: "head" }, 10);
    expect(valueOf(found).alerts).toMatchObject([{ id: 3 * PARTITION + 2 }]);
  });

  test("is left where somebody reads, whom others do not wait behind", async () => {
    const { url, store, partitions, purge } = await open();
    await purge(1);
    const reader = await openPatient(url);
    onTestFinished(() => reader.close());
    await reader.run(sql`begin`);
    await reader.run(sql`select from search_texts`);
    expect(valueOf(await store.vacuum(1))).toMatchObject({ handedBack: 0, left: 0 });
    expect(await partitions()).toHaveLength(4);
    await reader.run(sql`commit`);
    expect(valueOf(await store.vacuum(1)).handedBack).toBeGreaterThan(0);
  });
});
