import { readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import type { Command } from "../../../../domain/command.ts";
import { aReport } from "../../../../domain/history.arbitrary.ts";
import { openForWriting } from "../file/database.ts";
import { scratchFile } from "../file/scratch.fixture.ts";
import { openSqliteStore } from "../sqlite-store.ts";
import { prepareNoteRemnants, prepareRemnants } from "./merge-search.ts";

const BY = { actor: "user:Mira", address: "192.0.2.1" } as const;
/** Three letters are one entry of the index of the search; these have no others beside them that begin alike. */
const ADA = { title: "Said of Ada \u{16CF}\u{A66E}\u{16DF}", note: "Noted of Ada" };
const GRACE = { title: "Said of Grace \u{16A0}\u{A66E}\u{16D2}", note: "Noted of Grace" };
const DESCRIPTION = "d".repeat(9_000);

function open(file: string) {
  return openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
}

/** What the file has once the index of the search was merged and the store was closed. */
async function ended(file: string, store: Awaited<ReturnType<typeof open>>): Promise<Buffer> {
  await expect.poll(() => remnantsIn(file)).toBeNull();
  await store.close();
  // It stays there for the sake of whoever closes last and may only read.
  expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  return readFileSync(file);
}

function remnantsIn(file: string): string | null {
  const tables = openForWriting(file);
  try {
    return prepareRemnants(tables)();
  } finally {
    tables.$client.close();
  }
}

/** A store with alerts that were deleted, of which the second was removed for good. */
async function forgotten(file: string) {
  const store = await open(file);
  const report = (title: string, severity: "warning" | "critical"): Command => ({
    type: "Report",
    report: aReport({ fingerprint: title, title, severity, description: DESCRIPTION }),
  });
  for (const { title } of [ADA, GRACE])
    for (const severity of ["warning", "critical"] as const)
      await store.execute([report(title, severity)], null);
  for (const [index, { note }] of [ADA, GRACE].entries())
    await store.execute([{ type: "Note", id: index + 1, note }], "operator");
  await store.execute([{ type: "Delete", id: 2 }], "operator");
  expect(await store.forget(2, BY)).toEqual({ ok: true, value: null });
  return store;
}

test("what an admin removes for good is overwritten in the file, in the index of the search as well", async () => {
  const file = scratchFile();
  const bytes = await ended(file, await forgotten(file));
  const has = (text: string) => bytes.includes(text);
  const { title, note } = ADA;
  for (const text of [title, note, title.slice(-2)]) expect(has(text)).toBe(true);
  for (const text of [GRACE.title, "Said of Grace", GRACE.note, GRACE.title.slice(-2)])
    expect(has(text)).toBe(false);
});

test("amid which a server ended, that is done by the next", async () => {
  const file = scratchFile();
  await (await open(file)).close();
  const tables = openForWriting(file);
  for (const text of ["\u{16A0}\u{A66E}\u{16D2}", "another"])
    tables.$client.prepare("insert into search (text) values (?)").run(text);
  tables.$client.exec("delete from search where rowid = 1");
  prepareNoteRemnants(tables)();
  tables.$client.close();
  expect(readFileSync(file).includes("\u{A66E}\u{16D2}")).toBe(true);
  expect((await ended(file, await open(file))).includes("\u{A66E}\u{16D2}")).toBe(false);
});
