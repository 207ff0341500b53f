import { describeMonitors } from "../conformance/monitors.ts";
import { describePostgres } from "./connection/database.fixture.ts";
import { openScratchStore } from "./postgres-store.fixture.ts";

describePostgres("PostgreSQL", () => describeMonitors("monitors in it", openScratchStore));
