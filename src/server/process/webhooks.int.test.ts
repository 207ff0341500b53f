import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as v from "valibot";
import { auditSchema } from "../../protocol/people.ts";
import {
  attemptsSchema,
  newWebhookSchema,
  testedSchema,
  webhookSchema,
} from "../../protocol/webhooks.ts";
import { problemOf, type Received } from "./server.fixture.ts";
import { bearer, startTeam, type Team } from "./team.fixture.ts";

interface Got {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const received: Got[] = [];
/** What the receiver answers at a path, else 200. */
const answers = new Map<string, number>();
const receiver = createServer((request, response) => void take(request, response));

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? "";
  received.push({ path, headers: request.headers, body: await text(request) });
  response.writeHead(answers.get(path) ?? 200).end("noted");
}

let team: Team;
let origin = "";
beforeAll(async () => {
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const { port } = receiver.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  team = await startTeam({ WEBHOOK_ALLOW: `127.0.0.1:${port}` });
});
afterAll(async () => {
  await team.server.stop();
  receiver.close();
});

async function make(path: string, fields: object = {}) {
  const body = { name: path, url: origin + path, ...fields };
  const { json, status } = await team.rule("POST", "/api/webhooks", body);
  expect(status).toBe(201);
  return v.parse(newWebhookSchema, json);
}

async function open(alert: object): Promise<void> {
  await team.rule("POST", "/api/alerts", { title: "Disk is full", source: "monitor", ...alert });
}

const at = (path: string) => received.filter((one) => one.path === path);
const typesAt = (path: string) => at(path).map(({ body }) => v.parse(typed, JSON.parse(body)).type);
const typed = v.object({ type: v.string() });

async function get(id: number) {
  return v.parse(webhookSchema, (await team.rule("GET", `/api/webhooks/${id}`)).json);
}

async function attempts(id: number, query = "") {
  const { json } = await team.rule("GET", `/api/webhooks/${id}/attempts${query}`);
  return v.parse(attemptsSchema, json);
}

/** As Mira, whatever comes of it. */
async function tryTo(method: string, path: string, body?: unknown): Promise<Received> {
  const cookie = await team.enter("Mira");
  return team.ask({ method, path, headers: { cookie, origin: team.origin }, body });
}

test("what is made over the API is sent to, signed, and says how it does", async () => {
  const made = await make("/one", { headers: { "X-Team": "ops" } });
  expect(made).toMatchObject({
    host: new URL(origin).host,
    preset: "standard",
    state: "active",
    enabled: true,
    headers: ["x-team"],
    pending: 0,
  });
  await open({ fingerprint: "one" });
  await expect.poll(() => typesAt("/one")).toEqual(["alert.opened"]);
  const [got] = at("/one");
  expect(got?.headers["x-team"]).toBe("ops");
  expect(got?.headers["webhook-id"]).toMatch(/^evt_[a-z0-9]+_\d+$/u);
  const headers = Object.fromEntries(
    ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => [
      name,
      String(got?.headers[name]),
    ]),
  );
  expect(new Webhook(made.secret).verify(got?.body ?? "", headers)).toMatchObject({
    type: "alert.opened",
    data: { alert: { title: "Disk is full", source: "monitor" }, changed: {} },
  });
  await expect
    .poll(async () => (await attempts(made.id)).attempts)
    .toMatchObject([
      { type: "alert.opened", attempt: 1, status: 200, outcome: "delivered", reason: null },
    ]);
  const now = await get(made.id);
  expect(now).toMatchObject({ pending: 0, position: team.server.store.head().seq });
  expect(now.lastSuccessAt).not.toBeNull();
});

test("a filter hears of the event that takes an alert out of it, and kinds are kept apart", async () => {
  await make("/filtered", { filter: { status: ["firing"], source: ["web"] } });
  await make("/kinds", { filter: { source: ["web"] }, events: ["alert.resolved"] });
  await open({ source: "web", fingerprint: "w" });
  await open({ source: "db", fingerprint: "w" });
  await open({ source: "web", fingerprint: "w", status: "resolved" });
  await expect.poll(() => typesAt("/filtered")).toEqual(["alert.opened", "alert.resolved"]);
  await expect.poll(() => typesAt("/kinds")).toEqual(["alert.resolved"]);
});

test("a test goes the way of all requests, also of one that is paused", async () => {
  const { id, secret } = await make("/test");
  await team.rule("POST", `/api/webhooks/${id}/pause`);
  const { json } = await team.rule("POST", `/api/webhooks/${id}/test`);
  expect(v.parse(testedSchema, json).attempt).toMatchObject({
    type: "tocsin.test",
    eventSeq: null,
    alertId: null,
    outcome: "delivered",
    status: 200,
    // What it says is shown of public addresses alone.
    excerpt: null,
  });
  const [got] = at("/test");
  expect(JSON.parse(got?.body ?? "")).toMatchObject({ type: "tocsin.test" });
  expect(got?.headers["webhook-signature"]).toMatch(/^v1,/u);
  expect(secret).toMatch(/^whsec_/u);
  expect((await attempts(id)).attempts).toHaveLength(1);
  await team.rule("DELETE", `/api/webhooks/${id}`);
});

test("a new secret signs with the old one for a while", async () => {
  const { id, secret } = await make("/rotate");
  const { json } = await team.rule("POST", `/api/webhooks/${id}/secret`);
  const fresh = v.parse(v.object({ secret: v.string() }), json).secret;
  await team.rule("POST", `/api/webhooks/${id}/test`);
  const [got] = at("/rotate");
  expect(String(got?.headers["webhook-signature"]).split(" ")).toHaveLength(2);
  const headers = got?.headers as Record<string, string>;
  for (const known of [secret, fresh]) new Webhook(known).verify(got?.body ?? "", headers);
});

test("what is paused is sent nothing, and gets it all when it goes on", async () => {
  const { id } = await make("/pause", { filter: { source: ["pause"] } });
  const { json } = await team.rule("POST", `/api/webhooks/${id}/pause`);
  expect(json).toMatchObject({ state: "paused", pausedReason: "by-hand" });
  await open({ source: "pause", title: "One" });
  await open({ source: "pause", title: "Two" });
  expect(at("/pause")).toEqual([]);
  const resumed = await team.rule("POST", `/api/webhooks/${id}/resume`, { from: "position" });
  expect(resumed.json).toMatchObject({ state: "active", pausedReason: null });
  await expect.poll(() => typesAt("/pause")).toEqual(["alert.opened", "alert.opened"]);
  await team.rule("POST", `/api/webhooks/${id}/pause`);
  await open({ source: "pause", title: "Three" });
  await team.rule("POST", `/api/webhooks/${id}/resume`, { from: "now" });
  await open({ source: "pause", title: "Four" });
  await expect.poll(() => at("/pause").length).toBe(3);
  expect(at("/pause")[2]?.body).toContain("Four");
});

test("410 pauses at once with an alert of Tocsin's own, which others are told of", async () => {
  answers.set("/gone", 410);
  const { id } = await make("/gone");
  const { id: other } = await make("/other", { filter: { source: ["tocsin"] } });
  await open({ source: "gone" });
  await expect.poll(async () => (await get(id)).pausedReason).toBe("gone");
  await expect.poll(() => typesAt("/other")).toEqual(["alert.opened"]);
  const { json } = await team.rule("GET", `/api/alerts?source=tocsin&label=webhook=${id}`);
  expect(json).toMatchObject({ alerts: [{ status: "firing", severity: "error" }] });
  const metrics = async () => (await team.rule("GET", "/metrics")).text;
  // What the others are told of is soon taken.
  await expect.poll(metrics).toMatch(/^tocsin_webhook_pending 1$/mu);
  expect(await metrics()).toMatch(/^tocsin_webhooks_paused 1$/mu);
  expect(await metrics()).toMatch(/^tocsin_webhook_attempts_total\{outcome="failed"\} 1$/mu);
  answers.delete("/gone");
  await team.rule("POST", `/api/webhooks/${id}/resume`);
  await expect.poll(() => typesAt("/other")).toEqual(["alert.opened", "alert.resolved"]);
  await expect.poll(async () => (await get(id)).pending).toBe(0);
  expect(at("/gone").some(({ body }) => body.includes("is paused"))).toBe(false);
  const { attempts: tried } = await attempts(id, "?limit=1");
  expect(tried).toMatchObject([{ outcome: "delivered" }]);
  await team.rule("DELETE", `/api/webhooks/${other}`);
});

test("one event is sent again, with the same bytes", async () => {
  const { id } = await make("/again", { filter: { source: ["again"] } });
  await open({ source: "again" });
  await expect.poll(() => at("/again").length).toBe(1);
  await expect.poll(async () => (await get(id)).pending).toBe(0);
  const [first] = (await attempts(id)).attempts;
  const { json } = await team.rule("POST", `/api/webhooks/${id}/replay`, { seq: first?.eventSeq });
  expect(json).toEqual({ queued: 1 });
  await expect.poll(() => at("/again").length).toBe(2);
  const [one, two] = at("/again");
  expect(two?.body).toBe(one?.body);
  expect(two?.headers["webhook-id"]).toBe(one?.headers["webhook-id"]);
});

test("a change is kept, and the address stays where none is said", async () => {
  const { id } = await make("/change", { filter: { source: ["change"] } });
  const { json } = await team.rule("PUT", `/api/webhooks/${id}`, { name: "Renamed" });
  expect(json).toMatchObject({ name: "Renamed", filter: { source: ["change"] }, state: "active" });
  await open({ source: "change" });
  await expect.poll(() => at("/change").length).toBe(1);
  const off = await team.rule("PUT", `/api/webhooks/${id}`, { enabled: false });
  expect(off.json).toMatchObject({ enabled: false, state: "off" });
  await open({ source: "change" });
  await team.rule("PUT", `/api/webhooks/${id}`, { enabled: true, url: `${origin}/changed` });
  await expect.poll(() => at("/changed").length).toBe(1);
  const { status } = await team.rule("DELETE", `/api/webhooks/${id}`);
  expect(status).toBe(204);
  expect(problemOf(await tryTo("GET", `/api/webhooks/${id}`))).toEqual([404, "webhook-not-found"]);
});

describe("refused is", () => {
  test.each([
    "http://127.0.0.1:1/",
    "http://169.254.169.254/latest/meta-data",
    "http://[::ffff:10.0.0.1]/",
    "http://user:pw@example.org/",
    "ftp://example.org/",
    "not an address",
  ])("the address %s", async (url) => {
    const answer = await tryTo("POST", "/api/webhooks", { name: "x", url });
    expect(problemOf(answer)).toEqual([400, "address-refused"]);
  });

  test.each<[object, RegExp]>([
    [{ name: "" }, /^name:/u],
    [{ preset: "smtp" }, /^preset/u],
    [{ events: [] }, /^events:/u],
    [{ events: ["tocsin.test"] }, /^events/u],
    [{ filter: { status: ["odd"] } }, /^filter/u],
    [{ headers: { Host: "x" } }, /^headers: Host/u],
    [{ headers: { a: "x\r\ny" } }, /^headers: a/u],
    [{ preset: "template" }, /^template:/u],
    [{ preset: "template", template: "{" }, /^template:/u],
  ])("the body with %j", async (fields, words) => {
    const answer = await tryTo("POST", "/api/webhooks", { name: "x", url: origin, ...fields });
    expect(problemOf(answer)).toEqual([400, "invalid-body"]);
    expect(answer.json).toMatchObject({ detail: expect.stringMatching(words) });
  });
});

test("an operator reads, an admin changes, and nobody reads what is secret", async () => {
  const { id, secret } = await make("/roles?token=t0ken", {
    name: "roles",
    headers: { authorization: "k3y" },
  });
  const operator = bearer(await team.key(["operate"]));
  const viewer = bearer(await team.key(["read"]));
  const ask = (method: string, path: string, headers: object, body?: unknown) =>
    team.ask({ method, path, headers: { ...headers }, body });
  for (const path of ["", `/${id}`, `/${id}/attempts`]) {
    const { status, text } = await ask("GET", `/api/webhooks${path}`, operator);
    expect(status).toBe(200);
    for (const word of [secret, "t0ken", "k3y"]) expect(text).not.toContain(word);
    const refused = await ask("GET", `/api/webhooks${path}`, viewer);
    expect(problemOf(refused)).toEqual([403, "not-allowed"]);
  }
  for (const path of ["test", "secret", "pause", "resume", "replay"]) {
    const refused = await ask("POST", `/api/webhooks/${id}/${path}`, operator, {});
    expect(problemOf(refused)).toEqual([403, "not-allowed"]);
  }
  const { json } = await team.rule("GET", "/api/audit?limit=200");
  const said = JSON.stringify(v.parse(auditSchema, json));
  expect(said).toContain("webhook-added");
  for (const word of [secret, "t0ken", "k3y"]) expect(said).not.toContain(word);
});
