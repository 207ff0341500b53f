import { onTestFinished } from "vitest";
import { describePostgres, scratchSchema } from "../store/postgres/connection/database.fixture.ts";
import { openPostgresStore } from "../store/postgres/postgres-store.ts";
import { scratchFile } from "../store/sqlite/file/scratch.fixture.ts";
import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { describeUndo } from "./undo.fixture.ts";

describeUndo("what a bulk did in SQLite", () =>
  openSqliteStore(scratchFile(), { onRefused: () => {}, onLost: () => {}, queryTime: Infinity }),
);

describePostgres("PostgreSQL", () => {
  describeUndo("what a bulk did in it", async () => {
    const { url, drop } = await scratchSchema();
    onTestFinished(drop);
    return openPostgresStore(url, { onRefused: () => {}, queryTime: Infinity });
  });
});
