import { describeMonitors } from "../conformance/monitors.ts";
import { scratchDatabase } from "./file/scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describeMonitors("monitors in SQLite", () =>
  openSqliteStore(scratchDatabase(), {
    onRefused: () => {},
    onLost: () => {},
    queryTime: Infinity,
  }),
);
