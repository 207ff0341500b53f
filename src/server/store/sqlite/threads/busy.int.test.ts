import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { EVERYTHING } from "../../../../domain/filter.ts";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { openSqliteStore } from "../sqlite-store.ts";
import type { Commit } from "../../store.ts";

const report = { type: "Report" as const, report: aReport({ fingerprint: null }) };

async function open() {
  const file = scratchFile();
  const refusals: string[] = [];
  const store = await openSqliteStore(file, {
    onRefused: (cause) => refusals.push(cause),
    onLost: () => {},
    busyTimeout: 50,
  });
  const other = new Database(file);
  onTestFinished(async () => {
    other.close();
    await store.close();
  });
  return { store, other, refusals };
}

test("a file that another process holds for too long is store-busy, and nothing is half-written", async () => {
  const { store, other, refusals } = await open();
  const commits: Commit[] = [];
  store.onCommit((commit) => commits.push(commit));
  await store.execute([report], null);

  other.exec("begin immediate");
  const held = await Promise.all([1, 2, 3].map(() => store.execute([report, report], null)));
  for (const answer of held) expect(answer).toMatchObject({ problem: { code: "store-busy" } });
  expect(refusals[0]).toMatch(/^SQLITE_BUSY/u);
  expect(store.head().seq).toBe(1);
  expect(await store.page(EVERYTHING, { type: "head" }, 5)).toMatchObject({ ok: true });

  other.exec("commit");
  expect(await store.execute([report], null)).toMatchObject({ ok: true });
  expect(commits.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 2],
  ]);
});

test("a request that fails does not fail those that were committed with it", async () => {
  const { store, other } = await open();
  other.exec(
    "create trigger bad before insert on labels when new.value = 'bad' begin select raise(abort, 'no'); end",
  );
  const bad = { type: "Report" as const, report: aReport({ labels: { x: "bad" } }) };
  // The first is under way while the others gather.
  const asked = [report, report, bad, report].map((one) => store.execute([one], null));
  const settled = await Promise.allSettled(asked);
  expect(settled.map(({ status }) => status)).toEqual([
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(store.head().seq).toBe(3);
});
