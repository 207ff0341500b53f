import { WebSocket } from "ws";
import type { Alert } from "../../src/domain/alert.ts";
import { SUBPROTOCOL } from "../../src/protocol/frame.ts";
import { someAlerts } from "../support/app.ts";
import { expect, test } from "../support/fixtures.ts";
import { Live } from "../support/socket.ts";

test("a subscription from now starts at the head", async ({ app }) => {
  await app.open(someAlerts(3));
  const { head } = await app.page();
  const live = await Live.subscribe(app, { since: null });
  expect(await live.next("ready")).toEqual({ type: "ready", ...head });

  const [id = 0] = await app.open([{ title: "News" }]);
  expect(await live.next("diff")).toMatchObject({
    from: 3,
    to: 4,
    put: [{ id, title: "News", seq: 4 }],
    patch: [],
    remove: [],
  });
});

test("a page and a subscription from its head join without a gap", async ({ app }) => {
  const [first = 0, second = 0] = await app.open(someAlerts(2));
  const { head } = await app.page();
  const [third = 0] = await app.open([{ title: "Meanwhile" }]);
  await app.act(first, "acknowledge");
  await app.fetch(`/api/alerts/${second}`, { method: "DELETE" });

  const live = await Live.subscribe(app, { since: head });
  expect(await live.next("ready")).toEqual({ type: "ready", ...head });
  const diff = await live.next("diff");
  expect([diff.from, diff.to]).toEqual([2, 5]);
  const now = new Map([...diff.put, ...diff.patch].map((row) => [row.id, row]));
  expect(now.get(third)).toMatchObject({ title: "Meanwhile" });
  expect(now.get(first)).toMatchObject({ status: "acknowledged" });
  expect(diff.remove).toContain(second);
});

test("what changes is patched, what is deleted is removed, what is restored is put", async ({
  app,
}) => {
  const [id = 0] = await app.open([{ title: "Disk is full" }]);
  const live = await Live.subscribe(app, { since: null });
  await live.next("ready");

  await app.act(id, "acknowledge");
  const { put, patch } = await live.next("diff");
  expect(put).toEqual([]);
  expect(patch).toMatchObject([{ id, seq: 2, status: "acknowledged" }]);
  expect(patch[0]).not.toHaveProperty("title");

  await app.fetch(`/api/alerts/${id}`, { method: "DELETE" });
  expect(await live.next("diff")).toMatchObject({ put: [], patch: [], remove: [id] });
  await app.act(id, "restore");
  expect(await live.next("diff")).toMatchObject({ put: [{ id, status: "acknowledged" }] });
});

test("through a filter, rows come and go as they match", async ({ app }) => {
  const filter = { status: ["firing" as const], label: ["env=prod"] };
  const live = await Live.subscribe(app, { since: null, filter });
  await live.next("ready");

  const labels = { env: "prod" };
  await app.open([{ title: "Another", labels: { env: "test" } }]);
  const [id = 0] = await app.open([{ title: "Mine", fingerprint: "f", labels }]);
  const rows = new Map<number, Alert>();
  await live.follow(rows, 2);
  expect([...rows.keys()]).toEqual([id]);

  await app.post([{ title: "Mine, changed", fingerprint: "f", labels }]);
  expect(await live.next("diff")).toMatchObject({
    put: [],
    patch: [{ id, title: "Mine, changed" }],
  });
  await app.act(id, "acknowledge");
  expect(await live.next("diff")).toMatchObject({ put: [], patch: [], remove: [id] });
  await app.act(id, "unacknowledge");
  expect(await live.next("diff")).toMatchObject({ put: [{ id, title: "Mine, changed" }] });
});

test("a client may subscribe anew with another filter", async ({ app }) => {
  const live = await Live.subscribe(app, { since: null, filter: { severity: ["critical"] } });
  await live.next("ready");
  const { head } = await app.page();
  live.say({ type: "subscribe", since: head, filter: { severity: ["info"] } });
  expect(await live.next("ready")).toMatchObject({ seq: 0 });
  const [, info = 0] = await app.open([
    { title: "a", severity: "critical" },
    { title: "b", severity: "info" },
  ]);
  const rows = new Map<number, Alert>();
  await live.follow(rows, 2);
  expect([...rows.keys()]).toEqual([info]);
});

test("whoever applies the diffs sees what a fresh page shows", async ({ app }) => {
  const query = "status=firing,acknowledged&label=env=prod";
  const filter = { status: ["firing" as const, "acknowledged" as const], label: ["env=prod"] };
  const ids = await app.open(someAlerts(60));
  const page = await app.page(`limit=200&${query}`);
  const rows = new Map(page.alerts.map((alert) => [alert.id, alert]));
  const live = await Live.subscribe(app, { since: page.head, filter });
  await Promise.all([
    ...ids.slice(0, 20).map((id) => app.act(id, "acknowledge")),
    ...ids.slice(10, 30).map((id) => app.act(id, "resolve").catch(() => null)),
    ...ids.slice(25, 35).map((id) => app.fetch(`/api/alerts/${id}`, { method: "DELETE" })),
    app.open(someAlerts(60)),
  ]);

  const after = await app.page(`limit=200&${query}`);
  await live.follow(rows, after.head.seq);
  const seen = [...rows.values()].toSorted((a, b) => b.id - a.id);
  expect(seen).toEqual(after.alerts);
});

test("a silent feed still beats", async ({ app }) => {
  await app.open(someAlerts(2));
  const live = await Live.subscribe(app, { since: null });
  expect(await live.next("beat")).toEqual({ type: "beat", seq: 2 });
});

test("a position of another database or of the future is reset", async ({ app }) => {
  const { head } = await app.page();
  const elsewhere = await Live.subscribe(app, { since: { epoch: "elsewhere", seq: 0 } });
  expect(await elsewhere.next("reset")).toEqual({ type: "reset", reason: "epoch" });
  const ahead = await Live.subscribe(app, { since: { ...head, seq: 1_000_000 } });
  expect(await ahead.next("reset")).toEqual({ type: "reset", reason: "future" });
});

test.describe("what is no message", () => {
  test.use({ shares: true });

  for (const [what, message] of [
    ["no JSON", "{"],
    ["no message of the protocol", `{"type":"hello"}`],
    [
      "a filter that does not exist",
      `{"type":"subscribe","since":null,"filter":{"colour":["red"]}}`,
    ],
    ["a status that does not exist", `{"type":"subscribe","since":null,"filter":{"status":["x"]}}`],
    ["bytes", new Uint8Array([1, 2, 3])],
  ] as const) {
    test(`${what} is answered with an error, and the end for good`, async ({ app }) => {
      const live = await Live.connect(app);
      if (typeof message === "string") live.say(message);
      else live.sayBytes(message);
      expect(await live.next("error")).toMatchObject({ code: "invalid-message" });
      expect(inRange(await live.waitForClose(), 4400, 4499)).toBe(true);
    });
  }
});

test("a message beyond 16 KiB ends the connection and nothing else", async ({ app }) => {
  const live = await Live.connect(app);
  live.say({ type: "subscribe", since: null, filter: { q: "x".repeat(20_000) } });
  expect(await live.waitForClose()).toBe(1009);
  expect((await app.fetch("/healthz")).status).toBe(200);
});

test("a server that stops asks its clients to come back", async ({ app }) => {
  const live = await Live.subscribe(app, { since: null });
  await live.next("ready");
  await app.stop();
  expect(inRange(await live.waitForClose(), 4000, 4099)).toBe(true);
});

test("a client that comes back after a crash goes on where it was", async ({ app }) => {
  await app.open(someAlerts(2));
  const { head } = await app.page();
  await app.kill();
  await app.start();
  const [id = 0] = await app.open([{ title: "After" }]);
  const live = await Live.subscribe(app, { since: head });
  const rows = new Map<number, Alert>();
  await live.follow(rows, 3);
  expect([...rows.keys()]).toEqual([id]);
});

test.describe("a handshake that is refused", () => {
  test.use({ shares: true });

  for (const [what, origin, protocol] of [
    ["a page of another site", "https://evil.example", SUBPROTOCOL],
    ["another protocol", undefined, "tocsin.v0"],
  ] as const) {
    test(`${what} gets no socket`, async ({ app }) => {
      const address = `${app.url.replace("http", "ws")}/api/live`;
      const socket = new WebSocket(address, protocol, origin ? { origin } : {});
      const outcome = await new Promise<string>((resolve) => {
        socket.on("open", () => resolve("open"));
        socket.on("error", (error) => resolve(error.message));
      });
      expect(outcome).toMatch(/4\d\d|subprotocol/u);
      socket.terminate();
    });
  }
});

test("the address of the socket is of no use without one", async ({ app }) => {
  const answer = await app.fetch("/api/live");
  expect(answer.status).toBe(426);
  expect(await answer.json()).toMatchObject({ code: "upgrade-required" });
});

function inRange(code: number, from: number, to: number): boolean {
  return code >= from && code <= to;
}
