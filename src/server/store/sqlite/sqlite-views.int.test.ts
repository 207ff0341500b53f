import { describeViews } from "../conformance/views.ts";
import { scratchFile } from "./file/scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describeViews("views in SQLite", () =>
  openSqliteStore(scratchFile(), { onRefused: () => {}, onLost: () => {} }),
);
