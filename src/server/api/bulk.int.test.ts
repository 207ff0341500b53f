import { expect, test } from "vitest";
import type { Page } from "../../protocol/page.ts";
import type { ShownOperation } from "../../protocol/operations.ts";
import { serve } from "../process/asking.fixture.ts";

const { ask, post, open } = serve();

async function headSeq(): Promise<number> {
  return ((await ask({ path: "/api/alerts?limit=1" })).json as Page).head.seq;
}

async function ended(id: number): Promise<ShownOperation> {
  let operation: ShownOperation | null = null;
  await expect
    .poll(async () => {
      const { json } = await ask({ path: `/api/operations/${id}` });
      operation = (json as { operation: ShownOperation }).operation;
      return operation.state;
    })
    .not.toBe("running");
  if (operation === null) throw new Error("It was not asked for.");
  return operation;
}

test("all that match are acted on in steps, but for those that arrived since", async () => {
  const ids = await open("all", 1_000);
  await open("all", 250);
  const [other] = await open("other", 1);
  await post(`/api/alerts/${ids[0]}/resolve`);
  const upTo = await headSeq();
  const [late] = await open("all", 1);
  const { status, json } = await post("/api/alerts/bulk", {
    action: "acknowledge",
    filter: { source: ["all"] },
    upTo,
    note: "On it",
  });
  expect([status, json]).toMatchObject([202, { operation: { kind: "bulk", state: "running" } }]);
  const operation = await ended((json as { operation: ShownOperation }).operation.id);
  expect(operation).toMatchObject({
    state: "done",
    progress: { done: 1_250, total: 1_250, unit: "alerts" },
    result: { done: 1_249, rejected: 1, rejections: [{ id: ids[0], code: "alert-resolved" }] },
  });
  for (const id of [other, late]) {
    expect((await ask({ path: `/api/alerts/${id}` })).json).toMatchObject({ status: "firing" });
  }
  const { json: history } = await ask({ path: `/api/alerts/${ids[1]}/events` });
  expect(history).toMatchObject({
    events: [{}, { type: "AlertAcknowledged" }, { type: "AlertNoted", data: { text: "On it" } }],
  });
});

test("what is acted on and matches no more is not passed over", async () => {
  const ids = await open("leaving", 700);
  const filter = { source: ["leaving"], status: ["firing"] };
  const { json } = await post("/api/alerts/bulk", {
    action: "resolve",
    filter,
    upTo: await headSeq(),
  });
  const operation = await ended((json as { operation: ShownOperation }).operation.id);
  expect(operation.result).toEqual({ done: ids.length, rejected: 0, rejections: [] });
});

// What no pattern can be fits nothing, so by `!~` all would be done away with.
test("a pattern that cannot be asked for is refused", async () => {
  const { json } = await post("/api/alerts/bulk", {
    action: "delete",
    filter: { label: ["env!~("] },
    upTo: await headSeq(),
  });
  expect(json).toMatchObject({ code: "invalid-body", detail: expect.stringMatching(/^filter: /u) });
});

test.each([[{}], [{ filter: {} }], [{ upTo: 1 }], [{ ids: [1], filter: {}, upTo: 1 }]])(
  "who says neither which nor up to when is refused: %j",
  async (which) => {
    const { json } = await post("/api/alerts/bulk", { action: "resolve", ...which });
    expect(json).toMatchObject({ status: 400, code: "invalid-body" });
  },
);

test("a note alone is written on all of them, and there must be one", async () => {
  const [first = 0, second = 0] = await open("noted", 2, { severity: "error" });
  const noted = { action: "note", note: "Known since Monday" };
  const { json } = await post("/api/alerts/bulk", { ...noted, ids: [first, 987_654] });
  expect(json).toMatchObject({
    results: [{ outcome: "done" }, { outcome: "rejected", code: "alert-not-found" }],
  });
  const all = { ...noted, filter: { source: ["noted"] }, upTo: await headSeq() };
  const begun = await post("/api/alerts/bulk", all);
  const { result } = await ended((begun.json as { operation: ShownOperation }).operation.id);
  expect(result).toMatchObject({ done: 2, rejected: 0 });
  for (const [id, notes] of [
    [first, 2],
    [second, 1],
  ] as const) {
    const { json } = await ask({ path: `/api/alerts/${id}/events` });
    const { events } = json as { events: { type: string }[] };
    expect(events.map(({ type }) => type)).toEqual([
      "AlertOpened",
      ...Array.from({ length: notes }, () => "AlertNoted"),
    ]);
  }
  const none = await post("/api/alerts/bulk", { action: "note", ids: [first] });
  expect(none.json).toMatchObject({ status: 400, detail: "note: must be there" });
});
