import { expect, test } from "../support/fixtures.ts";

test("what an operator does is answered with the alert as it now is", async ({ app }) => {
  const [id = 0] = await app.open([{ title: "Disk is full" }]);
  expect(await app.act(id, "acknowledge")).toMatchObject({
    id,
    status: "acknowledged",
    acknowledgedAt: expect.any(String),
    acknowledgedBy: expect.any(String),
  });
  expect(await app.act(id, "unacknowledge")).toMatchObject({
    status: "firing",
    acknowledgedAt: null,
    acknowledgedBy: null,
  });
  expect(await app.act(id, "resolve", { note: "rebooted" })).toMatchObject({
    status: "resolved",
    resolvedAt: expect.any(String),
  });
  expect(await app.act(id, "notes", { text: "for later" })).toMatchObject({ id });
  const deleted = await app.fetch(`/api/alerts/${id}`, { method: "DELETE" });
  expect(deleted.status).toBe(200);
  expect(await deleted.json()).toMatchObject({ id, deletedAt: expect.any(String) });
  const restored = await app.fetch(`/api/alerts/${id}/restore`, { method: "POST" });
  expect(await restored.json()).toMatchObject({ status: "resolved", deletedAt: null });

  const answer = await app.fetch(`/api/alerts/${id}`);
  expect(await answer.json()).toMatchObject({ id, status: "resolved", deletedAt: null });
});

test("the history of an alert tells all of it, oldest first", async ({ app }) => {
  const [id = 0] = await app.open([{ title: "Disk is full", fingerprint: "f" }]);
  await app.open([{ title: "Another" }]);
  await app.post([{ title: "Disk is fuller", fingerprint: "f", severity: "critical" }]);
  await app.act(id, "acknowledge", { note: "mine" });
  await app.act(id, "resolve");
  await app.fetch(`/api/alerts/${id}`, { method: "DELETE" });

  const answer = await app.fetch(`/api/alerts/${id}/events`);
  const { events } = (await answer.json()) as { events: { seq: number; type: string }[] };
  expect(events.map(({ type }) => type)).toEqual([
    "AlertOpened",
    "AlertRetitled",
    "AlertSeverityChanged",
    "AlertAcknowledged",
    "AlertNoted",
    "AlertResolved",
    "AlertDeleted",
  ]);
  expect(events.map(({ seq }) => seq)).toEqual([1, 3, 4, 5, 6, 7, 8]);
  expect(events[4]).toEqual({
    seq: 6,
    type: "AlertNoted",
    version: 1,
    recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u),
    actor: expect.any(String),
    data: { text: "mine" },
  });
});

test("what cannot be done is refused with a code of its own", async ({ app }) => {
  const [id = 0] = await app.open([{ title: "Disk is full" }]);
  const refusals: [string, string, string][] = [
    ["POST", "unacknowledge", "alert-not-acknowledged"],
    ["POST", "restore", "alert-not-deleted"],
  ];
  const refused = async (method: string, action: string) => {
    const answer = await app.fetch(`/api/alerts/${id}${action && `/${action}`}`, { method });
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    const { status, code } = (await answer.json()) as { status: number; code: string };
    expect([answer.status, status]).toEqual([409, 409]);
    return code;
  };
  for (const [method, action, code] of refusals) expect(await refused(method, action)).toBe(code);
  await app.act(id, "acknowledge");
  expect(await refused("POST", "acknowledge")).toBe("alert-already-acknowledged");
  await app.act(id, "resolve");
  expect(await refused("POST", "resolve")).toBe("alert-already-resolved");
  expect(await refused("POST", "acknowledge")).toBe("alert-resolved");
  await app.fetch(`/api/alerts/${id}`, { method: "DELETE" });
  expect(await refused("DELETE", "")).toBe("alert-already-deleted");
  expect(await refused("POST", "resolve")).toBe("alert-deleted");
});

test("an alert that is not there is not found", async ({ app }) => {
  for (const [method, path] of [
    ["GET", "/api/alerts/99"],
    ["GET", "/api/alerts/99/events"],
    ["POST", "/api/alerts/99/acknowledge"],
    ["DELETE", "/api/alerts/99"],
  ] as const) {
    const answer = await app.fetch(path, { method });
    expect(answer.status, path).toBe(404);
    expect(await answer.json(), path).toMatchObject({ status: 404, code: "alert-not-found" });
  }
});

test("addresses and methods that are not there are refused as problems", async ({ app }) => {
  for (const [method, path, statuses] of [
    ["GET", "/api/nothing", [404]],
    ["GET", "/api/alerts/x", [400, 404]],
    ["GET", "/api/alerts/-1", [400, 404]],
    ["GET", "/api/alerts/1e3", [400, 404]],
    ["POST", "/api/alerts/1/explode", [404]],
    ["PUT", "/api/alerts", [404, 405]],
    ["DELETE", "/api/alerts", [404, 405]],
  ] as const) {
    const answer = await app.fetch(path, { method });
    expect(statuses, `${method} ${path}`).toContain(answer.status);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
  }
});

test("a note needs text", async ({ app }) => {
  const [id = 0] = await app.open([{ title: "Disk is full" }]);
  for (const body of [{}, { text: "" }, { text: 5 }, [], null]) {
    const answer = await app.send(`/api/alerts/${id}/notes`, body);
    expect(answer.status, JSON.stringify(body)).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid-body" });
  }
});

test("in bulk, each alert has an outcome of its own", async ({ app }) => {
  const [a = 0, b = 0, c = 0] = await app.open([{ title: "a" }, { title: "b" }, { title: "c" }]);
  await app.act(b, "acknowledge");
  const body = { action: "acknowledge", ids: [a, b, 99, c], note: "all mine" };
  const answer = await app.send("/api/alerts/bulk", body);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    results: [
      { id: a, outcome: "done" },
      { id: b, outcome: "rejected", code: "alert-already-acknowledged" },
      { id: 99, outcome: "rejected", code: "alert-not-found" },
      { id: c, outcome: "done" },
    ],
  });
  expect((await app.page("status=acknowledged")).alerts.map(({ id }) => id)).toEqual([c, b, a]);
});

test("in bulk, every action of a row is there", async ({ app }) => {
  const ids = await app.open([{ title: "a" }, { title: "b" }]);
  for (const action of ["acknowledge", "unacknowledge", "resolve", "delete", "restore"]) {
    const answer = await app.send("/api/alerts/bulk", { action, ids });
    expect(await answer.json(), action).toEqual({
      results: ids.map((id) => ({ id, outcome: "done" })),
    });
  }
});

test("in bulk, what is no such request is refused whole", async ({ app }) => {
  const tooMany = Array.from({ length: 1001 }, (_, index) => index + 1);
  for (const body of [
    { action: "explode", ids: [1] },
    { action: "resolve" },
    { action: "resolve", ids: ["1"] },
    { action: "resolve", ids: tooMany },
  ]) {
    const answer = await app.send("/api/alerts/bulk", body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid-body" });
  }
});

test("deleted alerts are not in the feed until they are restored", async ({ app }) => {
  const [a = 0, b = 0] = await app.open([{ title: "a" }, { title: "b" }]);
  await app.fetch(`/api/alerts/${a}`, { method: "DELETE" });
  expect(await app.allIds()).toEqual([b]);
  expect(await app.allIds("deleted=only")).toEqual([a]);
  expect(await app.allIds("deleted=include")).toEqual([b, a]);
  await app.act(a, "restore");
  expect(await app.allIds()).toEqual([b, a]);
});
