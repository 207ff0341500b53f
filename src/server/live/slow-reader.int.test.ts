import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import * as v from "valibot";
import { WebSocket } from "ws";
import type { Head } from "../../domain/cursor.ts";
import { aReport } from "../../domain/history.arbitrary.ts";
import { frameSchema, SUBPROTOCOL } from "../../protocol/frame.ts";
import { type Server, startServer } from "../process/server.fixture.ts";

/** Long enough that what the two ends of a connection keep for it is soon full. */
const LONG = "x".repeat(60_000);
const EPISODES = 8;

let server: Server;
let written: number;

// The network takes the time it takes; all else waits until the test lets time pass.
beforeEach(async () => {
  const toFake = [
    "setTimeout",
    "clearTimeout",
    "setInterval",
    "clearInterval",
    "performance",
  ] as const;
  vi.useFakeTimers({ toFake: [...toFake] });
  server = await startServer();
  written = 0;
});
afterEach(async () => {
  vi.useRealTimers();
  await server.stop();
});

/** A client that can stop reading, and knows the `seq` of each row. */
async function subscribe(since: Head | null = null) {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/api/live`, SUBPROTOCOL);
  onTestFinished(() => socket.terminate());
  const rows = new Map<number, number>();
  const client = { socket, rows, seq: 0 };
  socket.on("message", (data: Buffer) => {
    const frame = v.parse(frameSchema, JSON.parse(data.toString()));
    if (frame.type === "ready") client.seq = frame.seq;
    if (frame.type !== "diff") return;
    expect(frame.from).toBe(client.seq);
    client.seq = frame.to;
    for (const { id, seq } of [...frame.put, ...frame.patch]) rows.set(id, seq);
    for (const id of frame.remove) rows.delete(id);
  });
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "subscribe", since }));
  await once(socket, "message");
  return client;
}

/** One change, which is told at once since its alert ends or returns, and as much time as the hub gathers changes for. */
async function change(): Promise<void> {
  written += 1;
  const report = aReport({
    fingerprint: `f${written % EPISODES}`,
    description: `${written}${LONG}`,
    status: Math.floor(written / EPISODES) % 2 === 0 ? "firing" : "resolved",
  });
  await server.store.execute([{ type: "Report", report }], null);
  vi.advanceTimersByTime(60);
  await turn();
}

async function bytesSent(): Promise<number> {
  const text = await server.telemetry.metrics.text();
  return Number(/^tocsin_frame_bytes_total (\d+)$/mu.exec(text)?.[1]);
}

/** Writes until a client has missed so many changes. */
async function fallBehind(changes: number): Promise<void> {
  while (server.hub.state().lag < changes) await change();
}

/** Lets time pass for the server until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    vi.advanceTimersByTime(60);
    await turn();
  }
}

async function expectConverged({
  rows,
}: {
  readonly rows: ReadonlyMap<number, number>;
}): Promise<void> {
  const { alerts } = await server.store.changedSince(0, 1000);
  expect(rows).toEqual(new Map(alerts.map(({ id, seq }) => [id, seq])));
}

test("who stops reading is sent nothing more, however much changes, and converges after", async () => {
  const client = await subscribe();
  client.socket.pause();
  await fallBehind(20);
  const sent = await bytesSent();
  await fallBehind(200);
  expect(await bytesSent()).toBe(sent);
  client.socket.resume();
  await until(() => client.seq === server.store.head().seq);
  await expectConverged(client);
  expect((await bytesSent()) - sent, "each alert once").toBeLessThan(2 * EPISODES * LONG.length);
});

test("who reads nothing for a minute is closed, costs nothing hereafter and can come back", async () => {
  const client = await subscribe();
  client.socket.pause();
  await fallBehind(1);
  vi.advanceTimersByTime(61_000);
  expect(server.hub.state()).toMatchObject({ subscriptions: 0, lag: 0 });
  expect(await server.telemetry.metrics.text()).toContain("tocsin_slow_readers_closed_total 1");
  for (let changes = 0; changes < 20; changes++) await change();

  const closed = once(client.socket, "close");
  client.socket.resume();
  const [code]: unknown[] = await closed;
  expect(code).toBe(4001);
  const again = await subscribe({ epoch: server.store.head().epoch, seq: client.seq });
  await until(() => again.seq === server.store.head().seq);
  await expectConverged({ rows: new Map([...client.rows, ...again.rows]) });
});

test("who still reads nothing when it has been closed is cut off, with all that waits for it", async () => {
  const client = await subscribe();
  client.socket.pause();
  await fallBehind(1);
  vi.advanceTimersByTime(61_000);
  vi.advanceTimersByTime(60_000);
  await expect.poll(() => server.telemetry.metrics.text()).toContain("tocsin_connections 0");
});
