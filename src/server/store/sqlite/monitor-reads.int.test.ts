import { describeMonitorReads } from "../conformance/monitor-reads.ts";
import { scratchFile } from "./file/scratch.fixture.ts";
import { openMonitorReads } from "./monitor-reads.ts";
import { openSqliteStore } from "./sqlite-store.ts";

let file = "";

describeMonitorReads(
  "reads of monitors in SQLite",
  () => {
    file = scratchFile();
    return openSqliteStore(file, { onRefused: () => {}, onLost: () => {} });
  },
  () => openMonitorReads(file, () => {}),
);
