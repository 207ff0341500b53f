import { sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { ok } from "../../../../domain/problem.ts";
import { describePostgres, endConnections, scratchSchema } from "../connection/database.fixture.ts";
import { openDatabase } from "../connection/database.ts";
import { createPrimary } from "../connection/primary.ts";
import { createScans } from "./scan.ts";

describePostgres("a read that can scan", () => {
  async function begin(queryTime?: number) {
    const { url, drop } = await scratchSchema();
    onTestFinished(drop);
    const database = openDatabase(createPrimary(url), { connections: 1 });
    onTestFinished(() => database.close());
    const causes: string[] = [];
    const scans = createScans(database, (cause) => causes.push(cause), queryTime);
    /** Asks again and again, as a search does that finds nothing. */
    const search = (signal?: AbortSignal) =>
      scans.ask(async (session) => {
        for (;;) await session.run(sql`select pg_sleep(0.01)`);
      }, signal);
    return { url, scans, search, causes };
  }

  test("ends at its deadline, and leaves its connection to the next", async () => {
    const { scans, search } = await begin(1_000);
    expect(await search()).toMatchObject({ problem: { code: "query-timeout" } });
    const next = scans.ask(async (session) => ok(await session.get(sql`select 1 as one`)));
    expect(await next).toEqual({ ok: true, value: { one: 1 } });
  });

  test("ends when nobody waits for it any more", async () => {
    const { search, scans } = await begin();
    const gone = new AbortController();
    const searching = search(gone.signal);
    gone.abort(new Error("hung up"));
    await expect(searching).rejects.toThrow("hung up");
    expect(await scans.ask(async () => ok(1))).toEqual({ ok: true, value: 1 });
  });

  test("is answered when all end, and none begins after that", async () => {
    const { search, scans } = await begin();
    const searching = search();
    scans.end();
    expect(await searching).toMatchObject({ problem: { code: "stopping" } });
    expect(await search()).toMatchObject({ problem: { code: "stopping" } });
  });

  test("is refused where its connection ends, and whoever keeps the log is told why", async () => {
    const { url, search, scans, causes } = await begin();
    const searching = search();
    await expect
      .poll(async () => {
        await endConnections(url);
        return causes.length;
      })
      .toBe(1);
    expect(await searching).toMatchObject({ problem: { code: "store-busy" } });
    expect(causes[0]).toMatch(/57P01|08006/u);
    expect(await scans.ask(async () => ok(1))).toEqual({ ok: true, value: 1 });
  });
});
