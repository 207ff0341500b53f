import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { aReport } from "../../domain/history.arbitrary.ts";
import { SUBPROTOCOL } from "../../protocol/frame.ts";
import { connectionsOf, type Server, startServer } from "../process/server.fixture.ts";

let server: Server;
let stopped: boolean;

// The network takes the time it takes; all else waits until the test lets time pass.
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  server = await startServer();
  stopped = false;
});
afterEach(async () => {
  vi.useRealTimers();
  if (!stopped) await server.stop();
});

async function open() {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/api/live`, SUBPROTOCOL);
  const frames: unknown[] = [];
  socket.on("message", (data: Buffer) => frames.push(JSON.parse(data.toString())));
  const ended = once(socket, "close") as Promise<[code: number, reason: Buffer]>;
  const closed = ended.then(([code]) => code);
  const reason = ended.then(([, words]) => words.toString());
  await once(socket, "open");
  const subscribe = async (since: object | null = null) => {
    socket.send(JSON.stringify({ type: "subscribe", since }));
    await once(socket, "message");
  };
  return { socket, frames, closed, reason, subscribe };
}

async function stop(): Promise<void> {
  stopped = true;
  await server.stop();
}

test("whoever does not subscribe within ten seconds is asked to come back", async () => {
  const { closed, reason, frames } = await open();
  vi.advanceTimersByTime(9_999);
  expect(frames).toEqual([]);
  vi.advanceTimersByTime(1);
  expect([await closed, await reason]).toEqual([4002, "There was no subscribe in time."]);
  expect(frames).toMatchObject([{ type: "error", code: "invalid-message" }]);
});

test("whoever has subscribed stays, and hears a beat at least every fifteen seconds", async () => {
  const { socket, frames, subscribe } = await open();
  await subscribe();
  for (const beats of [1, 2, 3]) {
    vi.advanceTimersByTime(15_000);
    while (frames.length <= beats) await once(socket, "message");
  }
  expect(frames.slice(1, 4)).toEqual(Array.from({ length: 3 }, () => ({ type: "beat", seq: 0 })));
  expect(socket.readyState).toBe(socket.OPEN);
});

test("whoever was reset and does not subscribe again is asked to come back", async () => {
  const { socket, frames, closed, subscribe } = await open();
  await subscribe({ epoch: "other", seq: 0 });
  vi.advanceTimersByTime(29_000);
  expect([socket.readyState, frames]).toMatchObject([socket.OPEN, [{ type: "reset" }]]);
  vi.advanceTimersByTime(1_000);
  expect(await closed).toBe(4002);
});

test("a stop sends what is pending, and asks everyone to come back", async () => {
  const { closed, frames, subscribe } = await open();
  await subscribe();
  await server.store.execute([{ type: "Report", report: aReport() }], null);
  await stop();
  expect(await closed).toBe(4000);
  expect(frames.at(-1)).toMatchObject({ type: "diff", from: 0, to: 1 });
});

test("a stop does not wait for those who do not answer, and lets nobody in", async () => {
  const raw = connect(server.port, "127.0.0.1");
  const key = Buffer.alloc(16).toString("base64");
  const ask = `GET /api/live HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`;
  raw.write(ask);
  const [answer] = await once(raw, "data");
  expect(String(answer)).toMatch(/^HTTP\/1.1 101/u);
  const waiting = connect(server.port, "127.0.0.1");
  await once(waiting, "connect");
  await expect.poll(() => connectionsOf(server)).toBe(2);
  server.live.stop();
  waiting.write(ask);
  expect(String((await once(waiting, "data"))[0])).toMatch(/^HTTP\/1.1 503/u);
  const end = stop();
  vi.advanceTimersByTime(2_000);
  await end;
  raw.destroy();
});
