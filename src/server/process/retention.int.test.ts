import { expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { oneOperationSchema } from "../../protocol/operations.ts";
import { pageSchema } from "../../protocol/page.ts";
import { auditSchema } from "../../protocol/people.ts";
import { problemOf } from "./server.fixture.ts";
import { startTeam, type Team } from "./team.fixture.ts";

async function start() {
  const team = await startTeam();
  onTestFinished(() => team.server.stop());
  return team;
}

async function post({ server }: Team, count: number): Promise<void> {
  const report = { title: "Disk full", status: "firing" } as const;
  await server.store.execute(
    Array.from({ length: count }, () => ({
      type: "Report" as const,
      report: {
        ...report,
        source: "monitor",
        fingerprint: null,
        startedAt: null,
        resolvedAt: null,
      },
    })),
    null,
  );
}

async function purge({ rule }: Team, before: string) {
  return rule("POST", "/api/purge", { before });
}

/** What Mira is refused. */
async function refused({ ask, enter, origin }: Team, method: string, path: string, body?: unknown) {
  const headers = { cookie: await enter("Mira"), origin };
  return problemOf(await ask({ method, path, headers, body }));
}

async function ended({ rule }: Team, id: number) {
  const read = async () =>
    v.parse(oneOperationSchema, (await rule("GET", `/api/operations/${id}`)).json).operation;
  await expect.poll(async () => (await read()).state).not.toBe("running");
  return read();
}

test("an alert in the trash is deleted for good, and then it is gone", async () => {
  const team = await start();
  const { rule } = team;
  await post(team, 2);
  const forever = "/api/alerts/1/forever";
  expect(await refused(team, "DELETE", forever)).toEqual([409, "alert-not-deleted"]);
  await rule("DELETE", "/api/alerts/1");
  expect((await rule("DELETE", forever)).status).toBe(204);
  for (const path of ["/api/alerts/1", "/api/alerts/1/events"])
    expect(await refused(team, "GET", path)).toEqual([404, "alert-removed"]);
  expect(await refused(team, "GET", "/api/alerts/3")).toEqual([404, "alert-not-found"]);
  expect(await refused(team, "DELETE", forever)).toEqual([404, "alert-not-found"]);
  const { json } = await rule("GET", "/api/audit?limit=20");
  expect(v.parse(auditSchema, json).entries).toContainEqual(
    expect.objectContaining({ type: "alert-forgotten", actor: "user:Mira", on: "alert:1" }),
  );
});

test("a purge is an operation that removes what was resolved before, and pages say so", async () => {
  const team = await start();
  const { rule } = team;
  await post(team, 3);
  for (const id of [1, 2]) await rule("POST", `/api/alerts/${id}/resolve`);
  const begun = await purge(team, new Date(Date.now() + 60_000).toISOString());
  expect(begun.status).toBe(202);
  const { operation } = v.parse(oneOperationSchema, begun.json);
  expect(operation).toMatchObject({ kind: "purge", state: "running" });
  expect(await ended(team, operation.id)).toMatchObject({ state: "done", result: { alerts: 2 } });
  const page = v.parse(pageSchema, (await rule("GET", "/api/alerts")).json);
  expect(page.alerts.map(({ id }) => id)).toEqual([3]);
  expect(page.removed).toMatchObject({ kept: null });
});

test("a purge needs a time", async () => {
  const team = await start();
  for (const before of [undefined, "yesterday", 5, null])
    expect(await refused(team, "POST", "/api/purge", { before })).toEqual([400, "invalid-body"]);
});

test("only admins remove for good", async () => {
  const team = await start();
  await post(team, 1);
  await team.rule("DELETE", "/api/alerts/1");
  await team.add("Ole", "operator");
  const headers = { cookie: await team.enter("Ole"), origin: team.origin };
  const before = new Date().toISOString();
  for (const sent of [
    { method: "DELETE", path: "/api/alerts/1/forever" },
    { method: "POST", path: "/api/purge", body: { before } },
  ])
    expect(problemOf(await team.ask({ ...sent, headers }))).toEqual([403, "not-allowed"]);
  expect(await team.server.store.alert(1)).not.toBeNull();
});
