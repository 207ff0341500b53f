import { expect, onTestFinished, test } from "vitest";
import { readFilter } from "../../../domain/filter.ts";
import { describeStore } from "../conformance/conformance.ts";
import { opening, range, valueOf } from "../conformance/subject.ts";
import { openForWriting } from "./file/database.ts";
import { scratchDatabase, scratchFile } from "./file/scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describeStore("the SQLite store", () =>
  openSqliteStore(scratchDatabase(), {
    onRefused: () => {},
    onLost: () => {},
    queryTime: Infinity,
  }),
);

test("a search of texts that all but match is ended, and never said to have found nothing", async () => {
  const file = scratchFile();
  const { $client: db } = openForWriting(file);
  const insert = db.prepare("insert into search (rowid, text) values (?, ?)");
  // Each has every trigram of the word, many times: some seconds of work in the index alone.
  db.transaction(() => {
    for (let row = 1; row <= 500; row++) insert.run(row, "ABABABBABAAB".repeat(5_000));
  })();
  db.close();
  const store = await openSqliteStore(file, {
    onRefused: () => {},
    onLost: () => {},
    queryTime: 500,
  });
  onTestFinished(() => store.close());
  const search = (q: string) => store.page(readFilter({ q }), { type: "head" }, 50);
  expect(await search("disk")).toMatchObject({ ok: true });
  expect(await search("aabb".repeat(48))).toMatchObject({ problem: { code: "query-timeout" } });
});

test("what holds nothing is handed back, so many pages at a time", async () => {
  const store = await openSqliteStore(scratchDatabase(), { onRefused: () => {}, onLost: () => {} });
  onTestFinished(() => store.close());
  const open = Array.from({ length: 200 }, () => opening({ description: "x".repeat(20_000) }));
  const ids = range(1, 190);
  await store.execute([...open, ...ids.map((id) => ({ type: "Resolve" as const, id }))], null);
  const horizon = { of: "resolved", before: "2100-01-01T00:00:00.000Z" } as const;
  const at = "2026-11-26T12:00:00.000Z";
  await store.purge({ ids, horizon, at, kept: "90d", actor: "source:tocsin" });
  const before = await store.measure();
  const first = valueOf(await store.vacuum(50));
  expect(first.left).toBeGreaterThan(100);
  expect(valueOf(await store.vacuum(50)).left).toBe(first.left - 50);
  while (valueOf(await store.vacuum(1_000)).left > 0);
  expect(first.pageBytes).toBeGreaterThan(500);
  expect(before.bytes).toBeGreaterThan(4_000_000);
});
