import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describePostgres } from "../src/server/store/postgres/connection/database.fixture.ts";
import { rebuild } from "../src/server/store/postgres/log/rebuild.ts";
import { exportedFrom } from "../src/server/store/postgres/log-text/log-text.fixture.ts";
import { dump } from "../src/server/store/postgres/models/read-models.fixture.ts";
import { scratchDatabase } from "../src/server/store/postgres/postgres-store.fixture.ts";
import { scratchFile } from "../src/server/store/sqlite/file/scratch.fixture.ts";
import { exported, finish } from "../src/server/store/sqlite/log-text/log-text.fixture.ts";
import { seed } from "./seed.ts";
import { seedDatabase } from "./seed-postgres.ts";

const WANTED = { alerts: 1_200, days: 3, seed: 7, now: Date.UTC(2026, 0, 4) };

describePostgres("a seed", () => {
  test("makes up the same history in both engines, once, and a rebuild finds the same", async () => {
    const file = scratchFile();
    const url = await scratchDatabase();
    expect(await finish(seed(file, WANTED))).toBe(true);
    expect(await finish(seedDatabase(url, WANTED))).toBe(true);
    const text = readFileSync(exported(file));
    expect(readFileSync(await exportedFrom(url))).toEqual(text);
    expect(await finish(seedDatabase(url, WANTED))).toBe(false);
    const before = await dump(url);
    expect(before.alerts.length).toBe(1_200);
    await finish(rebuild(url));
    expect(await dump(url)).toEqual(before);
  });
});
