import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { migrate } from "./migrate.ts";
import { refusalOf } from "./refusal.ts";
import { scratchFile } from "./scratch.fixture.ts";

test("wherever room runs out amid it, SQLite says so, and nothing is made", () => {
  const db = new Database(scratchFile());
  onTestFinished(() => void db.close());
  const pages = () => Number(db.pragma("page_count", { simple: true }));
  const refused = new Set<string | undefined>();
  for (let most = 1; ; most += 1) {
    db.pragma(`max_page_count = ${most}`);
    try {
      migrate(db);
      break;
    } catch (error) {
      refused.add(refusalOf(error)?.code);
      expect([db.inTransaction, pages()]).toEqual([false, 0]);
    }
  }
  expect([...refused]).toEqual(["store-full"]);
  expect(pages()).toBeGreaterThan(20);
});
