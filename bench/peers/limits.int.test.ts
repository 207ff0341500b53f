import { expect, onTestFinished, test } from "vitest";
import { EVERYTHING } from "../../src/domain/filter.ts";
import {
  describePostgres,
  scratchSchema,
} from "../../src/server/store/postgres/connection/database.fixture.ts";
import { openPostgresStore } from "../../src/server/store/postgres/postgres-store.ts";
import { openSqliteStore } from "../../src/server/store/sqlite/sqlite-store.ts";
import type { Store } from "../../src/server/store/store.ts";
import { alertBodies } from "../load/bodies.ts";
import { scratch } from "../load/scratch.ts";
import { type Server, startPeer } from "./server.ts";

const HEAD = { type: "head" } as const;
const ALERTS = 3;

async function started(script: string, address: string): Promise<Server> {
  const server = await startPeer(script, address);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

async function post({ url }: Server): Promise<void> {
  const answer = await fetch(`${url}/api/alerts`, { method: "POST", body: alertBodies()(ALERTS) });
  expect(answer.status).toBe(200);
}

/** What is measured beside Tocsin does the same work only as long as it keeps and sends the same. */
async function expectSame({ url }: Server, store: Store): Promise<void> {
  onTestFinished(() => store.close());
  const page = await store.page(EVERYTHING, HEAD, 50);
  if (!page.ok) throw new Error(page.problem.detail);
  expect(page.value.alerts).toHaveLength(ALERTS);
  const answer = await fetch(`${url}/api/alerts?limit=50`);
  expect(await answer.text()).toBe(JSON.stringify(page.value));
}

test("the bare programs on SQLite keep and send what Tocsin does", async () => {
  const database = scratch();
  onTestFinished(() => database[Symbol.dispose]());
  await post(await started("peers/ingest-limit.ts", database.file));
  const pages = await started("peers/pages-limit.ts", database.file);
  await expectSame(
    pages,
    await openSqliteStore(database.file, { onRefused: () => {}, onLost: () => {} }),
  );
});

describePostgres("the bare program on PostgreSQL", () => {
  test("keeps and sends what Tocsin does", async () => {
    const { url, drop } = await scratchSchema();
    onTestFinished(drop);
    const node = await started("peers/postgres-limit.ts", url);
    await post(node);
    await expectSame(node, await openPostgresStore(url, { onRefused: () => {} }));
  });
});
