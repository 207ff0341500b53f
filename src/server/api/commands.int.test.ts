import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { alertSchema } from "../../domain/alert.ts";
import { serve } from "../process/asking.fixture.ts";

const { ask, post, open } = serve();

describe("what operators do", () => {
  test("is answered with the alert as it now is, and stands in its history", async () => {
    const [id] = await open("operate", 1);
    const acts: [string, string, unknown, object][] = [
      [
        "POST",
        "/acknowledge",
        { note: "Mine" },
        { status: "acknowledged", acknowledgedBy: "operator" },
      ],
      ["POST", "/unacknowledge", undefined, { status: "firing", acknowledgedBy: null }],
      ["POST", "/notes", { text: " Look 🔥 " }, { status: "firing" }],
      ["POST", "/resolve", {}, { status: "resolved", resolvedBy: "operator" }],
      ["DELETE", "", undefined, { deletedAt: expect.any(String) }],
      ["POST", "/restore", undefined, { deletedAt: null }],
    ];
    for (const [method, action, body, after] of acts) {
      const { status, json } = await ask({ method, path: `/api/alerts/${id}${action}`, body });
      expect([status, v.parse(alertSchema, json)]).toMatchObject([200, after]);
    }
    const { json } = await ask({ path: `/api/alerts/${id}/events` });
    expect(json).toMatchObject({
      events: [
        { type: "AlertOpened", version: 2, actor: "source:operate", data: { title: "operate 0" } },
        { type: "AlertAcknowledged", actor: "operator", data: {} },
        { type: "AlertNoted", data: { text: "Mine" } },
        { type: "AlertUnacknowledged" },
        { type: "AlertNoted", data: { text: "Look 🔥" } },
        { type: "AlertResolved" },
        { type: "AlertDeleted" },
        { type: "AlertRestored" },
      ],
    });
  });

  test.each([
    [["resolve"], "resolve", "alert-already-resolved"],
    [["resolve"], "acknowledge", "alert-resolved"],
    [["acknowledge"], "acknowledge", "alert-already-acknowledged"],
    [[], "unacknowledge", "alert-not-acknowledged"],
    [[], "restore", "alert-not-deleted"],
  ])("after %j, %s is refused with its own code", async (before, action, code) => {
    const [id] = await open("refuse", 1);
    for (const earlier of before) await post(`/api/alerts/${id}/${earlier}`);
    expect((await post(`/api/alerts/${id}/${action}`)).json).toMatchObject({ status: 409, code });
  });

  test.each([
    ["/notes", undefined],
    ["/notes", {}],
    ["/notes", { text: " \n " }],
    ["/notes", { text: 7 }],
    ["/acknowledge", { note: "" }],
    ["/acknowledge", []],
    ["/acknowledge", 7],
    ["/acknowledge", null],
  ])("%s with %j is refused", async (action, body) => {
    const [id] = await open("note", 1);
    const { json } = await post(`/api/alerts/${id}${action}`, body);
    expect(json).toMatchObject({ status: 400, code: "invalid-body" });
  });

  test("in bulk is answered one by one", async () => {
    const ids = await open("bulk", 3);
    await post(`/api/alerts/${ids[1]}/resolve`);
    const { status, json } = await post("/api/alerts/bulk", {
      action: "acknowledge",
      ids: [...ids, 987_654, ids[0]],
      note: "All mine",
    });
    expect([status, json]).toEqual([
      200,
      {
        results: [
          { id: ids[0], outcome: "done" },
          { id: ids[1], outcome: "rejected", code: "alert-resolved" },
          { id: ids[2], outcome: "done" },
          { id: 987_654, outcome: "rejected", code: "alert-not-found" },
          { id: ids[0], outcome: "rejected", code: "alert-already-acknowledged" },
        ],
      },
    ]);
  });

  test("in bulk may be to none", async () => {
    const { status, json } = await post("/api/alerts/bulk", { action: "resolve", ids: [] });
    expect([status, json]).toEqual([200, { results: [] }]);
  });

  test.each([
    [{ action: "explode", ids: [1] }, "action"],
    [{ action: "resolve", ids: Array.from({ length: 1001 }, (_, n) => n + 1) }, "ids"],
    [{ action: "resolve", ids: ["1"] }, "ids.0"],
    [{ action: "resolve", ids: [0] }, "ids.0"],
    [{ action: "resolve" }, "ids"],
  ])("in bulk is refused where it makes no sense: %j", async (body, field) => {
    const { json } = await post("/api/alerts/bulk", body);
    expect(json).toMatchObject({
      status: 400,
      code: "invalid-body",
      detail: expect.stringContaining(field),
    });
  });
});
