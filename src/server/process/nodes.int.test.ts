import { once } from "node:events";
import { IncomingMessage, request } from "node:http";
import { zstdDecompressSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { monitorPointsSchema, monitorSchema } from "../../protocol/monitors.ts";
import { newWebhookSchema } from "../../protocol/webhooks.ts";
import { answering, OK, receiver } from "../outbound/receiver.fixture.ts";
import {
  ask,
  describePostgres,
  scratchSchema,
} from "../store/postgres/connection/database.fixture.ts";
import { problemOf, send, type Server, startServer } from "./server.fixture.ts";
import { bearer, CHEAP, foundTeam, listen } from "./team.fixture.ts";

/** The servers of one database, and where that is. */
async function startNodes(count: number, environment: Readonly<Record<string, string>> = {}) {
  const { url, drop } = await scratchSchema();
  onTestFinished(drop);
  const nodes: Server[] = [];
  for (let index = 0; index < count; index += 1) {
    const node = await startServer({ DATABASE_URL: url, ...environment }, { passwordCost: CHEAP });
    onTestFinished(() => stop(node));
    nodes.push(node);
  }
  return { url, nodes };
}

const stopped = new Set<Server>();

async function stop(node: Server): Promise<void> {
  if (stopped.has(node)) return;
  stopped.add(node);
  await node.stop();
}

async function pair(environment: Readonly<Record<string, string>> = {}) {
  const { url, nodes } = await startNodes(2, environment);
  const [first, second] = nodes;
  if (first === undefined || second === undefined) throw new Error("There are not two nodes.");
  return { url, first, second };
}

function post(node: Server, title: string) {
  return send(node.port, {
    method: "POST",
    path: "/api/alerts",
    body: { title, severity: "error" },
  });
}

const frameSchema = v.looseObject({ type: v.string() });

/** What a socket of a node is told, subscribed after the place of a page. */
async function follow(node: Server, since: unknown) {
  const { socket } = await listen(node);
  const told: v.InferOutput<typeof frameSchema>[] = [];
  socket.on("message", (data: Buffer) =>
    told.push(v.parse(frameSchema, JSON.parse(data.toString()))),
  );
  socket.send(JSON.stringify({ type: "subscribe", since, filter: {} }));
  return told;
}

const pageSchema = v.object({ head: v.unknown(), older: v.nullable(v.string()) });

async function pageOf(node: Server, query = "") {
  return v.parse(pageSchema, (await send(node.port, { path: `/api/alerts${query}` })).json);
}

async function headOf(node: Server): Promise<unknown> {
  return (await pageOf(node)).head;
}

/** The node that sends to webhooks, and the other. */
function onDuty(one: Server, other: Server): readonly [Server, Server] {
  return one.isOnDuty() ? [one, other] : [other, one];
}

describePostgres("nodes of one database", () => {
  test("what is posted on one is read from the other, and told on it", async () => {
    const { first, second } = await pair();
    const told = await follow(second, await headOf(second));
    expect((await post(first, "disk full")).status).toBe(200);
    await expect.poll(() => JSON.stringify(told)).toContain("disk full");
    const { text } = await send(second.port, { path: "/api/alerts" });
    expect(text).toContain("disk full");
  });

  test("a page that is ahead of the node it subscribes on is waited for", async () => {
    const { first, second } = await pair();
    await post(first, "before");
    const told = await follow(second, await headOf(first));
    await post(first, "last");
    await expect.poll(() => JSON.stringify(told)).toContain("last");
    expect(told.map(({ type }) => type)).not.toContain("reset");
  });

  test("who is signed out on one is cut off on the other, and so is a key", async () => {
    const { first, second } = await pair();
    const { enter, key, rule, add } = await foundTeam(first);
    const ada = await add("Ada", "viewer");
    const cookie = await enter("Ada");
    const program = await key(["read"]);
    const origin = `http://localhost:${second.port}`;
    const socket = await listen(second, { cookie, origin });
    const keyed = await listen(second, bearer(program));
    await rule("PUT", `/api/users/${ada}`, { disabled: true });
    await rule("DELETE", `/api/keys/${program.id}`);
    await Promise.all([socket.closed, keyed.closed]);
    const again = await send(second.port, { path: "/api/alerts", headers: { cookie } });
    expect(problemOf(again)).toEqual([401, "sign-in-required"]);
  });

  test("the setup code of any is that of all, and void on all once there is an admin", async () => {
    const { first, second } = await pair();
    expect(second.entrance.setupCode).toBe(first.entrance.setupCode);
    await foundTeam(first);
    await expect.poll(() => second.entrance.waysIn().setup).toBe(false);
  });

  test("a webhook that is made on one is sent to by the one on duty, once, and by the next after it", async () => {
    const target = await receiver(answering(OK));
    onTestFinished(() => target[Symbol.asyncDispose]());
    const { first, second } = await pair({ WEBHOOK_ALLOW: `127.0.0.1:${target.port}` });
    const [sender, other] = onDuty(first, second);
    const { rule } = await foundTeam(other);
    const made = await rule("POST", "/api/webhooks", { name: "chat", url: target.url });
    const { id } = v.parse(newWebhookSchema, made.json);
    await rule("POST", "/api/alerts", { title: "first" });
    await expect.poll(target.received).toContain('"first"');
    // A test is sent by whoever is asked.
    await rule("POST", `/api/webhooks/${id}/test`);
    expect(target.received()).toContain("tocsin.test");
    await stop(sender);
    await rule("POST", "/api/alerts", { title: "second" });
    await expect.poll(target.received).toContain('"second"');
    expect(other.isOnDuty()).toBe(true);
    expect(target.received().match(/alert\.opened/gu)).toHaveLength(2);
  });

  test("a monitor that is made on one is previewed there, takes numbers on any, and is watched by one", async () => {
    const { first, second } = await pair();
    const [watcher, other] = onDuty(first, second);
    const { rule, key } = await foundTeam(other);
    const feed = { filter: {}, type: "feed", count: "opened" };
    const settings = { name: "alerts", input: feed, bucket: 60 };
    await rule("POST", "/api/monitors/preview", settings);
    const made = await rule("POST", "/api/monitors", settings);
    const { id } = v.parse(monitorSchema, made.json);
    const points = async () =>
      v.parse(monitorPointsSchema, (await rule("GET", `/api/monitors/${id}/points`)).json).points;
    await expect.poll(async () => (await points()).length).toBeGreaterThan(260);
    expect([await watcher.monitoring.state(), await other.monitoring.state()]).toMatchObject([
      { watching: 1 },
      { watching: 0 },
    ]);
    await rule("POST", "/api/monitors", {
      name: "orders",
      input: { type: "push", name: "orders" },
    });
    const headers = bearer(await key(["ingest"]));
    const numbers = {
      path: "/api/ingest/metrics",
      method: "POST",
      headers,
      body: { name: "orders", value: 1 },
    };
    const taken = async () => (await send(watcher.port, numbers)).text;
    await expect.poll(taken).not.toContain("unwatched");
  });

  test("what only SQLite does is refused, and says what to do", async () => {
    const { nodes } = await startNodes(1);
    const [node] = nodes;
    if (node === undefined) throw new Error("There is no node.");
    const { rule, ask: asked, enter } = await foundTeam(node);
    const headers = { cookie: await enter("Mira"), origin: `http://localhost:${node.port}` };
    const backup = await asked({ method: "POST", path: "/api/backups", headers });
    expect(problemOf(backup)).toEqual([501, "not-with-postgres"]);
    expect(backup.text).toContain("docs/scaling.md");
    expect((await rule("GET", "/api/backup-plan")).json).toEqual({ plan: null });
    expect((await rule("GET", "/healthz")).json).toMatchObject({ database: "PostgreSQL" });
  });

  test("any node sends the log as text", async () => {
    const { first, second } = await pair();
    await post(first, "told by the other");
    const { rule, enter } = await foundTeam(second);
    const headers = { cookie: await enter("Mira"), origin: `http://localhost:${second.port}` };
    const sent = request({ port: second.port, path: "/api/export", headers });
    sent.end();
    const response = v.parse(v.instance(IncomingMessage), (await once(sent, "response"))[0]);
    const bytes = Buffer.concat((await response.toArray()) as Buffer[]);
    const [header, opened, footer] = zstdDecompressSync(bytes).toString().trimEnd().split("\n");
    expect(header).toBe('{"format":"tocsin-export","version":1,"floor":0,"part":null}');
    expect(opened).toContain('"title":"told by the other"');
    expect(footer).toMatch(/^\{"events":1,"alerts":1,"sha256":/u);
    await expect
      .poll(async () => (await rule("GET", "/api/operations")).json)
      .toMatchObject({ operations: [{ kind: "export", state: "done", result: { events: 1 } }] });
  });

  test("a node begins on a server that has taken another's place", async () => {
    const { url, nodes } = await startNodes(1);
    const [former] = nodes;
    if (former === undefined) throw new Error("There is no node.");
    const { epoch } = former.store.head();
    await stop(former);
    await ask(url, "update meta set value = '00000000' where key = 'timeline'");
    const node = await startServer({ DATABASE_URL: url }, { passwordCost: CHEAP });
    onTestFinished(() => stop(node));
    expect(node.store.head().epoch).not.toBe(epoch);
    const told = await follow(node, await headOf(node));
    await expect.poll(() => told.map(({ type }) => type)).toEqual(["ready"]);
  });

  test("whoever listens begins anew where the history is another", async () => {
    const { url, first } = await pair();
    await post(first, "before");
    await post(first, "as well");
    const told = await follow(first, await headOf(first));
    await expect.poll(() => told.map(({ type }) => type)).toContain("ready");
    // As after a failover to a server that has another timeline.
    await ask(url, "update meta set value = 'another' where key = 'epoch'");
    // Whoever turns over the pages is given no cursor that is refused next.
    const { older } = await pageOf(first, "?limit=1");
    expect((await send(first.port, { path: `/api/alerts?before=${older}` })).status).toBe(200);
    await expect.poll(() => told).toContainEqual({ type: "reset", reason: "epoch" });
    expect(first.store.head().epoch).toBe("another");
  });
});
