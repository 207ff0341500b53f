import { describeMoments } from "../conformance/moments.ts";
import { describePostgres } from "./connection/database.fixture.ts";
import { openDeliveryReads } from "./delivery-reads.ts";
import { scratchDatabase } from "./postgres-store.fixture.ts";
import { openPostgresStore } from "./postgres-store.ts";

describePostgres("PostgreSQL", () => {
  let url = "";

  describeMoments(
    "moments in it",
    async () => {
      url = await scratchDatabase();
      return openPostgresStore(url, { onRefused: () => {} });
    },
    () => openDeliveryReads(url, () => {}),
  );
});
