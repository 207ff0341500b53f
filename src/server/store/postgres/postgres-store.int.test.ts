import { onTestFinished } from "vitest";
import { describeStore } from "../conformance/conformance.ts";
import { describePostgres, scratchSchema } from "./connection/database.fixture.ts";
import { openPostgresStore } from "./postgres-store.ts";

describePostgres("PostgreSQL", () => {
  describeStore("the store in it", async () => {
    const { url, drop } = await scratchSchema();
    onTestFinished(drop);
    return openPostgresStore(url, { onRefused: () => {}, queryTime: Infinity });
  });
});
