import { describeMonitorReads } from "../conformance/monitor-reads.ts";
import { describePostgres } from "./connection/database.fixture.ts";
import { openMonitorReads } from "./monitor-reads.ts";
import { scratchDatabase } from "./postgres-store.fixture.ts";
import { openPostgresStore } from "./postgres-store.ts";

describePostgres("PostgreSQL", () => {
  let url = "";

  describeMonitorReads(
    "reads of monitors in it",
    async () => {
      url = await scratchDatabase();
      return openPostgresStore(url, { onRefused: () => {} });
    },
    () => openMonitorReads(url, () => {}),
  );
});
