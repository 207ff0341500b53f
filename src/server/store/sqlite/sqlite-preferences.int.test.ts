import { describePreferences } from "../conformance/preferences.ts";
import { scratchFile } from "./file/scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describePreferences("preferences in SQLite", () =>
  openSqliteStore(scratchFile(), { onRefused: () => {}, onLost: () => {} }),
);
