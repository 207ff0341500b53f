import { expect, onTestFinished, test } from "vitest";
import { aReport } from "../../domain/history.arbitrary.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { createMoments } from "./moments.ts";

async function openStore() {
  const silent = { onRefused: () => {}, onLost: () => {}, queryTime: Infinity };
  const store = await openSqliteStore(scratchFile(), silent);
  onTestFinished(() => store.close());
  const open = (description: string) =>
    store.execute([{ type: "Report", report: aReport({ description, fingerprint: null }) }], null);
  return { store, open };
}

test("where the store has too much to say at once, it goes as far as that, and then on", async () => {
  const { store, open } = await openStore();
  // Events that are short, of an alert that is not.
  await open("x".repeat(1_500_000));
  for (const note of ["a", "b"]) await store.execute([{ type: "Note", id: 1, note }], null);
  const moments = createMoments(store);
  const seen: number[] = [];
  for (let place = 0; place < 3;) {
    const read = await moments.after(place, 10, () => true);
    if (!read.ok) throw new Error(read.problem.detail);
    seen.push(...read.value.moments.map(({ event }) => event.seq));
    expect(read.value.to).toBe(seen.at(-1));
    place = read.value.to;
  }
  expect(seen).toEqual([1, 2, 3]);
});

test("of an alert that was removed for good nothing is known any more", async () => {
  const { store, open } = await openStore();
  const moments = createMoments(store);
  store.onCommit(moments.hear);
  await open("secret");
  expect(await moments.after(0, 10, () => true)).toMatchObject({ value: { to: 1 } });
  expect(await moments.of([1])).toMatchObject({ value: { moments: [{ event: { seq: 1 } }] } });
  await store.execute([{ type: "Delete", id: 1 }], null);
  await store.execute([{ type: "Forget", id: 1 }], null);
  expect(await moments.of([1])).toMatchObject({ value: { moments: [] } });
});
