import { sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { describePostgres, scratchSchema } from "./database.fixture.ts";
import { openDatabase } from "./database.ts";
import { createPresence } from "./presence.ts";
import { createPrimary } from "./primary.ts";

/** Connections to that schema, but for the one that asks. */
const OTHERS = sql`
  select count(*) as count from pg_stat_activity
  where pid <> pg_backend_pid() and application_name = current_setting('application_name')`;

describePostgres("what a process says of itself", () => {
  test("is said over no connection once it is nothing, also where it was to be said", async () => {
    const { url, drop } = await scratchSchema();
    onTestFinished(drop);
    const primary = createPrimary(url);
    const database = openDatabase(primary, { connections: 1 });
    onTestFinished(() => database.close());
    const asked = Promise.withResolvers<void>();
    const known = Promise.withResolvers<string>();
    const presence = createPresence({
      ...primary,
      address() {
        asked.resolve();
        return known.promise;
      },
    });
    const holding = presence.hold("one");
    await asked.promise;
    await presence.release("one");
    known.resolve(await primary.address());
    await holding;
    expect(await database.get(OTHERS)).toEqual({ count: 0 });
  });
});
