import { describeWebhooks } from "../conformance/webhooks.ts";
import { scratchDatabase } from "./file/scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describeWebhooks("webhooks in SQLite", () =>
  openSqliteStore(scratchDatabase(), { onRefused: () => {}, onLost: () => {} }),
);
