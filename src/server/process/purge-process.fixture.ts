import { openSqliteStore } from "../store/sqlite/sqlite-store.ts";
import { purge } from "../retention/purge.ts";

/** Purges the database of that name, and says a line after each step. Whoever started it may end it at any time. */
const store = await openSqliteStore(process.argv[2] ?? "", {
  onRefused: () => {},
  onLost: () => {},
});
const purging = {
  horizons: [{ of: "resolved" as const, before: "2100-01-01T00:00:00.000Z" }],
  kept: "90d",
  actor: "source:tocsin" as const,
  at: "2026-11-26T12:00:00.000Z",
};
for await (const { done, unit } of purge(store, purging)) process.stdout.write(`${done} ${unit}\n`);
await store.close();
