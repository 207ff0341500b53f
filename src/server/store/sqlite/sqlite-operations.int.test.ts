import { describeOperations } from "../conformance/operations.ts";
import { scratchFile } from "./file/scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describeOperations("operations in SQLite", async () => {
  const file = scratchFile();
  return () => openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
});
