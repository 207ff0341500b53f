import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect } from "vitest";
import { testDamagedExports } from "../../conformance/damaged-exports.ts";
import { saidBy } from "../../sqlite/log-text/log-text.fixture.ts";
import { describePostgres, scratchSchema } from "../connection/database.fixture.ts";
import { openDatabase } from "../connection/database.ts";
import { migrate } from "../connection/migrate.ts";
import { createPrimary } from "../connection/primary.ts";
import { dump } from "../models/read-models.fixture.ts";
import { importLog } from "./import-log.ts";

describePostgres("PostgreSQL keeps nothing of a damaged file, and the line is named:", () => {
  let url = "";
  let drop = async () => {};
  beforeAll(async () => {
    ({ url, drop } = await scratchSchema());
    const database = openDatabase(createPrimary(url), { connections: 1 });
    await migrate(database);
    await database.close();
  });
  afterAll(() => drop());

  testDamagedExports(async (from) => {
    const before = await state();
    const said = await saidBy(importLog({ from, url }));
    expect(await state()).toEqual(before);
    return said;
  });

  async function state() {
    const database = openDatabase(createPrimary(url), { connections: 1 });
    const rows = await database.all(
      sql`select (select count(*) from events) as events, (select json_agg(meta) from meta) as meta`,
    );
    await database.close();
    return { rows, models: await dump(url) };
  }
});
