import { describeViews } from "../conformance/views.ts";
import { scratchDatabase } from "./file/scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describeViews("views in SQLite", () =>
  openSqliteStore(scratchDatabase(), { onRefused: () => {}, onLost: () => {} }),
);
