import { expect, test } from "vitest";
import { meta } from "../../../../../db/sqlite/schema.ts";
import { openForWriting } from "./database.ts";
import { scratchDatabase, scratchFile } from "./scratch.fixture.ts";

/** What a database is like once it was opened, but for what differs from one to the next. */
function opened(file: string) {
  const tables = openForWriting(file);
  const { $client } = tables;
  const names = tables.select().from(meta).all();
  const shape = {
    schema: $client.prepare("select type, name, sql from sqlite_schema order by type, name").all(),
    settings: ["auto_vacuum", "journal_mode", "page_size"].map((name) => $client.pragma(name)),
    keys: names.map(({ key }) => key).toSorted(),
  };
  $client.close();
  return { shape, values: names.map(({ value }) => value) };
}

test("a copied database is like one that is made, and shares no name with another", () => {
  const made = opened(scratchFile());
  const copies = [opened(scratchDatabase()), opened(scratchDatabase())];
  for (const copy of copies) expect(copy.shape).toEqual(made.shape);
  const values = [made, ...copies].flatMap((each) => each.values);
  expect(new Set(values).size).toBe(values.length);
});
