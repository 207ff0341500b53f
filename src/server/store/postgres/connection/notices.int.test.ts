import { sql } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { describePostgres, scratchSchema } from "./database.fixture.ts";
import { openDatabase } from "./database.ts";
import { listen } from "./notices.ts";
import { createPrimary, type Primary } from "./primary.ts";

/** Connections to that schema, but for the one that asks. */
const OTHERS = sql`
  select count(*) as count from pg_stat_activity
  where pid <> pg_backend_pid() and application_name = current_setting('application_name')`;

describePostgres("who listens for notices", () => {
  async function begin() {
    const { url, drop } = await scratchSchema();
    onTestFinished(drop);
    const primary = createPrimary(url);
    const database = openDatabase(primary, { connections: 1 });
    onTestFinished(() => database.close());
    const others = async () => (await database.get<{ readonly count: number }>(OTHERS))?.count;
    return { primary, database, others };
  }

  test("has one connection at most, however often it could not listen", async () => {
    const { primary, others } = await begin();
    let asked = 0;
    const counted: Primary = {
      ...primary,
      address() {
        asked += 1;
        return primary.address();
      },
    };
    const notices = listen(counted, "'no such' || 1 / 0", () => {});
    onTestFinished(() => notices.close());
    await expect.poll(() => asked).toBeGreaterThan(3);
    await expect.poll(others).toBeLessThan(2);
  });

  test("listens anew where its connection is cut, and has none once it is closed", async () => {
    const { primary, database, others } = await begin();
    const heard: (string | null)[] = [];
    const notices = listen(primary, "current_schema()", (words) => heard.push(words));
    await expect.poll(() => heard).toEqual([null]);
    await database.run(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where pid <> pg_backend_pid() and application_name = current_setting('application_name')`);
    await expect.poll(() => heard).toEqual([null, null]);
    await database.run(sql`select pg_notify(current_schema(), 'words')`);
    await expect.poll(() => heard).toEqual([null, null, "words"]);
    await notices.close();
    await expect.poll(others).toBe(0);
  });

  test("that is closed before it knows where opens nothing", async () => {
    const { primary, others } = await begin();
    const { promise, resolve } = Promise.withResolvers<string>();
    const notices = listen({ ...primary, address: () => promise }, "current_schema()", () => {});
    await notices.close();
    resolve(await primary.address());
    // One that begins later is there: by then the other would be.
    const heard: (string | null)[] = [];
    const later = listen(primary, "current_schema()", (words) => heard.push(words));
    onTestFinished(() => later.close());
    await expect.poll(() => heard).toEqual([null]);
    expect(await others()).toBe(1);
  });
});
