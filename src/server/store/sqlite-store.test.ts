import { describeStore } from "./conformance.ts";
import { scratchFile } from "./scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describeStore("the SQLite store", () =>
  openSqliteStore(scratchFile(), {
    onRefused: () => {},
    onLost: () => {},
    queryTime: Infinity,
  }),
);
