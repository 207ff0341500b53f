import { describeMonitors } from "../conformance/monitors.ts";
import { scratchFile } from "./file/scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describeMonitors("monitors in SQLite", () =>
  openSqliteStore(scratchFile(), { onRefused: () => {}, onLost: () => {}, queryTime: Infinity }),
);
