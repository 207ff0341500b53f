import { expect, test } from "vitest";
import * as v from "valibot";
import { OPERATOR } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";
import type { Page } from "../../protocol/page.ts";
import { oneOperationSchema, type ShownOperation } from "../../protocol/operations.ts";
import { serve } from "../process/asking.fixture.ts";

const { running, ask, post, open } = serve();

const LATER = "2099-01-01T00:00:00.000Z";
const LATEST = "2099-02-01T00:00:00.000Z";

async function ended(begun: unknown): Promise<ShownOperation> {
  let { operation } = v.parse(oneOperationSchema, begun);
  await expect
    .poll(async () => {
      const { json } = await ask({ path: `/api/operations/${operation.id}` });
      operation = v.parse(oneOperationSchema, json).operation;
      return operation.state;
    })
    .not.toBe("running");
  return operation;
}

/** Does it to all of that source, and answers with the operation as it ended. */
async function actOnAll(source: string, act: object, upTo?: number): Promise<ShownOperation> {
  const { head } = (await ask({ path: "/api/alerts?limit=1" })).json as Page;
  const filter = { source: [source], deleted: "include" };
  const { json } = await post("/api/alerts/bulk", { ...act, filter, upTo: upTo ?? head.seq });
  return ended(json);
}

const undo = async ({ id }: ShownOperation) => post(`/api/operations/${id}/undo`);

async function alertOf(id = 0): Promise<Alert> {
  return (await ask({ path: `/api/alerts/${id}` })).json as Alert;
}

/** What an operator decides of an alert. */
async function standing(id = 0): Promise<Partial<Alert>> {
  const { status, snoozedUntil, deletedAt } = await alertOf(id);
  return { status, snoozedUntil, deletedAt };
}

test("what was done to all is taken back, but for what has changed since or refused", async () => {
  const ids = await open("many", 1_000);
  ids.push(...(await open("many", 202)));
  await post(`/api/alerts/${ids[0]}/resolve`);
  const operation = await actOnAll("many", { action: "acknowledge", note: "On it" });
  expect(operation).toMatchObject({ isUndoable: true, result: { done: 1_201, rejected: 1 } });
  expect(operation.result).not.toHaveProperty("deed");
  await post(`/api/alerts/${ids[700]}/notes`, { text: "Mine" });
  await post(`/api/alerts/${ids[701]}/unacknowledge`);
  await post(`/api/alerts/${ids[701]}/acknowledge`);
  const { status, json } = await undo(operation);
  expect([status, json]).toMatchObject([202, { operation: { kind: "undo", isUndoable: false } }]);
  expect(await ended(json)).toMatchObject({
    state: "done",
    progress: { done: 1_201, total: 1_201, unit: "alerts" },
    result: {
      done: 1_199,
      rejected: 2,
      rejections: [
        { id: ids[700], code: "alert-changed" },
        { id: ids[701], code: "alert-changed" },
      ],
    },
  });
  const statuses = await Promise.all(ids.map(async (id) => (await alertOf(id)).status));
  expect(statuses.filter((one) => one === "firing")).toHaveLength(1_199);
  expect([statuses[0], statuses[700], statuses[701]]).toEqual([
    "resolved",
    "acknowledged",
    "acknowledged",
  ]);
  // It is over with that.
  expect((await undo(operation)).json).toMatchObject({ code: "operation-not-undoable" });
  const { json: asked } = await ask({ path: `/api/operations/${operation.id}` });
  expect(asked).toMatchObject({ operation: { isUndoable: false } });
});

test.each([
  { act: { action: "acknowledge" } },
  { act: { action: "resolve" } },
  { act: { action: "snooze", until: LATEST } },
  { act: { action: "wake" } },
  { act: { action: "delete" } },
])("all stand as before that $act.action was done to them", async ({ act }) => {
  const source = `each-${act.action}`;
  const ids = await open(source, 5);
  const [, acknowledged, snoozed, resnoozed, woken] = ids;
  await post(`/api/alerts/${acknowledged}/acknowledge`);
  await post(`/api/alerts/${snoozed}/snooze`, { until: LATER });
  await post(`/api/alerts/${resnoozed}/snooze`, { until: LATER });
  await post(`/api/alerts/${resnoozed}/snooze`, { until: "2099-01-15T00:00:00.000Z" });
  await post(`/api/alerts/${woken}/snooze`, { until: LATER });
  await post(`/api/alerts/${woken}/wake`);
  const before = await Promise.all(ids.map(standing));
  const operation = await actOnAll(source, act);
  expect(await Promise.all(ids.map(standing))).not.toEqual(before);
  const { result } = await ended((await undo(operation)).json);
  expect(result).toMatchObject({ rejected: 0 });
  expect(await Promise.all(ids.map(standing))).toEqual(before);
});

test("what its source goes on reporting is taken back all the same", async () => {
  const of = (index: number) => ({ title: `Trouble ${index}`, fingerprint: `${index}` });
  const report = async (...alerts: object[]) =>
    post(
      "/api/alerts",
      alerts.map((alert) => ({ ...alert, source: "reporting" })),
    );
  const { json } = await report(of(0), of(1), of(2), of(3));
  const ids = v
    .parse(v.object({ results: v.array(v.object({ id: v.number() })) }), json)
    .results.map(({ id }) => id);
  const acknowledging = await actOnAll("reporting", { action: "acknowledge" });
  await report(of(0), { ...of(1), severity: "critical" }, { ...of(2), description: "Worse" });
  await report({ ...of(2), title: "Anew" });
  await post(`/api/alerts/${ids[3]}/notes`, { text: "Mine" });
  const { result } = await ended((await undo(acknowledging)).json);
  expect(result).toMatchObject({
    done: 3,
    rejected: 1,
    rejections: [{ id: ids[3], code: "alert-changed" }],
  });
  const statuses = await Promise.all(ids.map(async (id) => (await alertOf(id)).status));
  expect(statuses).toEqual(["firing", "firing", "firing", "acknowledged"]);
});

test("what was removed for good meanwhile is counted", async () => {
  const ids = await open("removed", 3);
  const operation = await actOnAll("removed", { action: "delete" });
  const by = { actor: OPERATOR, address: null };
  expect(await running().store.forget(ids[1] ?? 0, by)).toMatchObject({ ok: true });
  const { result } = await ended((await undo(operation)).json);
  expect(result).toEqual({ of: operation.id, done: 2, rejected: 1, rejections: [] });
});

test("who has written between its steps is left alone", async () => {
  const ids = await open("between", 1_000);
  const [other = 0] = await open("elsewhere", 1);
  const acting = actOnAll("between", { action: "acknowledge" });
  await post(`/api/alerts/${other}/acknowledge`);
  const operation = await acting;
  expect((await ended((await undo(operation)).json)).result).toMatchObject({ done: ids.length });
  expect((await alertOf(other)).status).toBe("acknowledged");
});

test("a note, an undo and what is not there cannot be taken back", async () => {
  await open("plain", 2);
  const noted = await actOnAll("plain", { action: "note", note: "Known" });
  expect(noted.isUndoable).toBe(false);
  expect((await undo(noted)).json).toMatchObject({ status: 409, code: "operation-not-undoable" });
  const operation = await actOnAll("plain", { action: "acknowledge" });
  const undone = await ended((await undo(operation)).json);
  expect((await undo(undone)).json).toMatchObject({ code: "operation-not-undoable" });
  expect((await post("/api/operations/987654/undo")).json).toMatchObject({
    code: "operation-not-found",
  });
});
