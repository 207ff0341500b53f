import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { alertSchema } from "../../domain/alert.ts";
import { serve } from "../process/asking.fixture.ts";

const { ask, post, open } = serve();
const LATER = "2100-01-01T12:00:00.000Z";

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
      ["POST", "/snooze", { until: LATER, note: "Lunch" }, { snoozedUntil: LATER }],
      ["POST", "/wake", undefined, { snoozedUntil: null }],
      ["POST", "/resolve", {}, { status: "resolved", resolvedBy: "operator" }],
      ["POST", "/reopen", undefined, { status: "firing", resolvedBy: null }],
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
        { type: "AlertSnoozed", data: { until: LATER } },
        { type: "AlertNoted", data: { text: "Lunch" } },
        { type: "AlertWoken", data: { reason: "by-operator" } },
        { type: "AlertResolved" },
        { type: "AlertReopened", data: { reason: "by-operator" } },
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
    [[], "reopen", "alert-not-resolved"],
    [[], "wake", "alert-not-snoozed"],
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
    ["/snooze", undefined],
    ["/snooze", { until: "tomorrow" }],
    ["/snooze", { until: "2020-01-01T00:00:00Z" }],
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

  test("is a snooze until a time, also in bulk", async () => {
    const ids = await open("snooze", 2);
    const bulk = { action: "snooze", ids };
    expect((await post("/api/alerts/bulk", bulk)).json).toMatchObject({ code: "invalid-body" });
    await post("/api/alerts/bulk", { ...bulk, until: LATER });
    const snoozed = await ask({ path: "/api/alerts?source=snooze&snoozed=only" });
    expect(snoozed.json).toMatchObject({ alerts: ids.map(() => ({ snoozedUntil: LATER })) });
    await post(`/api/alerts/${ids[0]}/wake`);
    const others = await ask({ path: "/api/alerts?source=snooze&snoozed=no" });
    expect(others.json).toMatchObject({ alerts: [{ id: ids[0], snoozedUntil: null }] });
    const wrong = await ask({ path: "/api/alerts?snoozed=yes" });
    expect(wrong.json).toMatchObject({ status: 400, code: "invalid-parameter" });
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
