import { describePeople } from "../conformance/people.ts";
import { scratchFile } from "./file/scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describePeople("people in SQLite", () =>
  openSqliteStore(scratchFile(), { onRefused: () => {}, onLost: () => {} }),
);
