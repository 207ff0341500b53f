import { expect, onTestFinished, test } from "vitest";
import { readFilter } from "../../../domain/filter.ts";
import { describeStore } from "../conformance/conformance.ts";
import { openForWriting } from "./file/database.ts";
import { scratchFile } from "./file/scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describeStore("the SQLite store", () =>
  openSqliteStore(scratchFile(), {
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
  // A reader has started.
  await expect.poll(() => search("disk")).toMatchObject({ ok: true });
  expect(await search("aabb".repeat(48))).toMatchObject({ problem: { code: "query-timeout" } });
});
