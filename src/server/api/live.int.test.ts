import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { WebSocket } from "ws";
import type { Command, Report } from "../../domain/command.ts";
import { aReport } from "../../domain/history.arbitrary.ts";
import { type Frame, frameSchema, SUBPROTOCOL } from "../../protocol/frame.ts";
import { type Server, startServer } from "../process/server.fixture.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer({
    PUBLIC_ORIGIN: "https://alerts.example.org",
    ANONYMOUS: "operator",
  });
});
afterAll(() => server.stop());

const FROM_NOW = { type: "subscribe", since: null };

function says(fields: Partial<Report> = {}): Command {
  return { type: "Report", report: aReport({ fingerprint: null, ...fields }) };
}

/** A live socket that keeps what it hears. */
async function open() {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/api/live`, SUBPROTOCOL);
  onTestFinished(() => socket.terminate());
  const frames: Frame[] = [];
  socket.on("message", (data: Buffer) =>
    frames.push(v.parse(frameSchema, JSON.parse(data.toString()))),
  );
  const closed = once(socket, "close").then(([code]: unknown[]) => code);
  await once(socket, "open");
  return { socket, frames, closed, say: (message: object) => socket.send(JSON.stringify(message)) };
}

type Client = Awaited<ReturnType<typeof open>>;

async function heard({ socket, frames }: Client, count: number): Promise<Frame[]> {
  while (frames.length < count) await once(socket, "message");
  return frames;
}

describe("a subscription", () => {
  test("from now begins at the head and hears what comes", async () => {
    const client = await open();
    client.say(FROM_NOW);
    const [ready] = await heard(client, 1);
    expect(ready).toEqual({ type: "ready", ...server.store.head() });
    await server.store.execute([says({ title: "News" })], null);
    const [, diff] = await heard(client, 2);
    const { seq } = server.store.head();
    expect(diff).toMatchObject({ type: "diff", from: seq - 1, to: seq, put: [{ title: "News" }] });
  });

  test("from a page joins it without a gap, whatever comes between", async () => {
    const client = await open();
    const since = server.store.head();
    await server.store.execute([says({ title: "Between" })], null);
    client.say({ type: "subscribe", since });
    await server.store.execute([says({ title: "After" })], null);
    const titles = () =>
      client.frames
        .flatMap((frame) => (frame.type === "diff" ? frame.put : []))
        .map(({ title }) => title);
    while (titles().length < 2) await once(client.socket, "message");
    expect(titles()).toEqual(["Between", "After"]);
  });

  test("takes another filter at any time", async () => {
    const client = await open();
    client.say({ ...FROM_NOW, filter: { severity: ["critical"] } });
    await heard(client, 1);
    client.say({ ...FROM_NOW, filter: { severity: ["info"], label: ["env=prod"], q: "disk" } });
    await heard(client, 2);
    const prod = { labels: { env: "prod" } };
    await server.store.execute(
      [says({ severity: "critical", ...prod }), says({ severity: "info", ...prod })],
      null,
    );
    const [, , diff] = await heard(client, 3);
    expect(diff).toMatchObject({ put: [{ severity: "info" }] });
  });

  test.each([
    ["epoch", (seq: number) => ({ epoch: "other", seq })],
    ["future", (seq: number) => ({ ...server.store.head(), seq: seq + 1 })],
  ])("from where nothing can go on is reset (%s), and can begin anew", async (reason, since) => {
    const client = await open();
    client.say({ type: "subscribe", since: since(server.store.head().seq) });
    client.say({ type: "subscribe", since: server.store.head() });
    expect(await heard(client, 2)).toMatchObject([{ type: "reset", reason }, { type: "ready" }]);
  });

  test("ends when its socket does", async () => {
    const client = await open();
    client.say(FROM_NOW);
    await heard(client, 1);
    client.socket.terminate();
    await client.closed;
    await expect.poll(() => server.telemetry.metrics.text()).toContain("tocsin_connections 0");
  });
});

describe("a bad message ends the connection for good", () => {
  test.each([
    "",
    "{",
    "null",
    "[]",
    '"subscribe"',
    "{}",
    '{"type":"unsubscribe"}',
    '{"type":"subscribe"}',
    '{"type":"subscribe","since":7}',
    '{"type":"subscribe","since":{"epoch":"e","seq":-1}}',
    '{"type":"subscribe","since":{"epoch":"e","seq":1.5}}',
    '{"type":"subscribe","since":null,"extra":1}',
    '{"type":"subscribe","since":null,"__proto__":{"x":1}}',
    '{"type":"subscribe","since":null,"filter":{"status":["open"]}}',
    '{"type":"subscribe","since":null,"filter":{"label":["nonsense"]}}',
    '{"type":"subscribe","since":null,"filter":{"constructor":1}}',
    `{"type":"subscribe","since":null,"filter":${"[".repeat(5000)}}`,
  ])("%j", async (text) => {
    const client = await open();
    client.socket.send(text);
    expect(await client.closed).toBe(4400);
    expect(client.frames).toMatchObject([{ type: "error", code: "invalid-message" }]);
  });

  test("of bytes", async () => {
    const client = await open();
    client.socket.send(Buffer.from(JSON.stringify(FROM_NOW)));
    expect(await client.closed).toBe(4400);
  });

  test("though what was subscribed before it was fine", async () => {
    const client = await open();
    client.say(FROM_NOW);
    client.socket.send("{");
    client.say(FROM_NOW);
    expect(await client.closed).toBe(4400);
    expect(client.frames.map(({ type }) => type)).toEqual(["ready", "error"]);
  });

  test.each([
    ["too large", 1009, ({ socket }: Client) => socket.send("x".repeat(16_385))],
    ["no UTF-8", 1007, ({ socket }: Client) => socket.send(Buffer.from([0xff]), { binary: false })],
    [
      "in too many fragments",
      1008,
      ({ socket }: Client) => {
        for (let part = 0; part < 20; part++) socket.send("x", { fin: false });
      },
    ],
  ])("that is %s", async (_, code, sendIt) => {
    const client = await open();
    sendIt(client);
    expect(await client.closed).toBe(code);
  });

  test("and so do too many good ones", async () => {
    const client = await open();
    for (let times = 0; times < 500; times++) client.say(FROM_NOW);
    expect(await client.closed).toBe(4429);
    expect(client.frames.filter(({ type }) => type === "ready")).toHaveLength(100);
    expect(client.frames.filter(({ type }) => type === "error")).toHaveLength(1);
  });
});

test("a store that cannot be read ends the connection, not the server", async () => {
  const { head } = server.store;
  const client = await open();
  Object.assign(server.store, {
    head: () => {
      throw new Error("disk I/O error");
    },
  });
  client.say(FROM_NOW);
  expect(await client.closed).toBe(1011);
  expect(client.frames).toEqual([
    { type: "error", code: "internal", detail: "This has been logged." },
  ]);
  Object.assign(server.store, { head });
  const next = await open();
  next.say(FROM_NOW);
  expect(await heard(next, 1)).toMatchObject([{ type: "ready" }]);
});
