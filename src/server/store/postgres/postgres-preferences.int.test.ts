import { describePreferences } from "../conformance/preferences.ts";
import { describePostgres } from "./connection/database.fixture.ts";
import { openScratchStore } from "./postgres-store.fixture.ts";

describePostgres("PostgreSQL", () => {
  describePreferences("preferences in it", openScratchStore);
});
