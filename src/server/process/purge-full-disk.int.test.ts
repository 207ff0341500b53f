import path from "node:path";
import { expect, test } from "vitest";
import type { Command } from "../../domain/command.ts";
import { aReport } from "../../domain/history.arbitrary.ts";
import { purge } from "../retention/purge.ts";
import { faultOfContents } from "../store/sqlite/backup/contents.ts";
import { errorOf, free, leave, mount } from "../store/sqlite/backup/small-disk.fixture.ts";
import { openScratch } from "../store/sqlite/database.fixture.ts";
import { finish } from "../store/sqlite/file/transaction.ts";
import { rebuild } from "../store/sqlite/log/rebuild.ts";
import { dump } from "../store/sqlite/models/read-models.fixture.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";

const disk = mount();

const ALERTS = 150;

/** Alerts that are over, on the small disk. */
function filledOn(disk: string): string {
  const file = path.join(disk, "tocsin.db");
  using scratch = openScratch(file);
  const report = aReport({ fingerprint: null, labels: { env: "prod" } });
  const ids = Array.from({ length: ALERTS }, (_, index) => index + 1);
  const commands: Command[] = [
    ...ids.map((): Command => ({ type: "Report", report })),
    ...ids.map((id): Command => ({ type: "Resolve", id })),
  ];
  scratch.append([{ commands, actor: null }]);
  return file;
}

/** Purges with room for so many pages more, and says why that ended; null where it came to its end. */
async function purgeWithin(disk: string, file: string, pages: number): Promise<Error | null> {
  const store = await openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
  leave(disk, pages);
  const error = await errorOf(
    purge(store, {
      horizons: [{ of: "resolved", before: "2100-01-01T00:00:00.000Z" }],
      kept: "90d",
      actor: "source:tocsin",
      at: "2026-11-26T12:00:00.000Z",
    }),
  );
  free(disk);
  await store.close();
  return error;
}

test.skipIf(disk === null)(
  "wherever room runs out amid a purge, each of its steps is done or not, and the next goes on",
  { timeout: 120_000 },
  async () => {
    if (disk === null) throw new Error("It needs the right to mount a disk.");
    const file = filledOn(disk);
    const left = [ALERTS];
    for (let pages = 0; ; pages = pages * 2 + 8) {
      const error = await purgeWithin(disk, file, pages);
      using scratch = openScratch(file);
      expect(faultOfContents(scratch.tables.$client, null)).toBeNull();
      const held = dump(scratch.tables);
      expect(held.alerts.length).toBeLessThanOrEqual(left.at(-1) ?? 0);
      expect(held.alerts.length % 50).toBe(0);
      left.push(held.alerts.length);
      // Those that are gone are gone from the log as well, and no others.
      finish(rebuild(scratch.tables));
      expect(dump(scratch.tables)).toEqual(held);
      if (error === null) break;
      expect(error).toMatchObject({ problem: { code: "store-full" } });
    }
    // Without any room nothing is done.
    expect(left[1]).toBe(ALERTS);
    expect(left.at(-1)).toBe(0);
  },
);
