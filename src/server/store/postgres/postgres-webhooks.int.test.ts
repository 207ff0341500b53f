import { describeWebhooks } from "../conformance/webhooks.ts";
import { describePostgres } from "./connection/database.fixture.ts";
import { openScratchStore } from "./postgres-store.fixture.ts";

describePostgres("PostgreSQL", () => describeWebhooks("webhooks in it", openScratchStore));
