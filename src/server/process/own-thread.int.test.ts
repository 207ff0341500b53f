import { expect, onTestFinished, test } from "vitest";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { MonitoringAsked, MonitoringData } from "./monitoring-thread.ts";
import { ownThread } from "./own-thread.ts";

test("where nobody can say whether it is needed, one that somebody has begun meanwhile goes on", async () => {
  const file = scratchFile();
  const store = await openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
  onTestFinished(() => store.close());
  const told: unknown[] = [];
  const need = Promise.withResolvers<boolean>();
  let asked = 0;
  const thread = ownThread<MonitoringAsked, object, object>({
    entry: "monitoring-thread",
    task: "watches monitors",
    fault: "a monitor could not be judged",
    isNeeded: () => {
      asked += 1;
      return need.promise;
    },
    data: (): MonitoringData => {
      return { database: { engine: "sqlite", file }, isOnDuty: false, allow: [], proxy: null };
    },
    writes: {},
    noState: {},
    log: { error: (...said: unknown[]) => void told.push(said) },
    againAfter: 1,
  });
  onTestFinished(thread.stop);
  thread.renew();
  await expect.poll(() => asked).toBe(1);
  await thread.start();
  need.reject(new Error("The database does not answer."));
  await expect.poll(() => told.length).toBe(1);
  expect(thread.isRunning()).toBe(true);
});
