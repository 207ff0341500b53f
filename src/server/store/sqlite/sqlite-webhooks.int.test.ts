import { describeWebhooks } from "../conformance/webhooks.ts";
import { scratchFile } from "./file/scratch.fixture.ts";
import { openSqliteStore } from "./sqlite-store.ts";

describeWebhooks("webhooks in SQLite", () =>
  openSqliteStore(scratchFile(), { onRefused: () => {}, onLost: () => {} }),
);
