import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { anyId } from "./any-value.ts";
import { openScratch } from "../database.fixture.ts";
import { prepareStatement } from "./statement.ts";

test("an id is an integer to SQLite", () => {
  using scratch = openScratch();
  const { tables } = scratch;
  const type = sql`typeof(${anyId(sql.placeholder("id"))})`;
  const statement = prepareStatement<{ readonly type: string }>(
    tables,
    tables.select({ type: type.as("type") }).from(sql`(select 1)`),
  );
  expect(statement.get({ id: 5 })).toEqual({ type: "integer" });
});
