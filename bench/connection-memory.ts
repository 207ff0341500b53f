import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { SUBPROTOCOL } from "../src/shared/protocol.ts";

/**
 * Memory per connection, idle and subscribed, beside a bare ws server's: each server in a process
 * of its own, counted after garbage collection. Needs `npm run build` and `ulimit -Hn` above 3,000.
 */
const SOCKETS = 2_000;
const AT_ONCE = 100;
/** Time (ms) in which what a handshake leaves behind is let go. */
const SETTLE = 1_000;
const SUBSCRIBE = JSON.stringify({ type: "subscribe", since: null, filter: {} });

const bare = await perConnection("bench/bare-server.ts", null);
const idle = await perConnection("dist/server/main.js", null);
const subscribed = await perConnection("dist/server/main.js", SUBSCRIBE);
tell("bare ws", bare);
tell("idle", idle);
tell("subscribed", subscribed);

function tell(what: string, bytes: number): void {
  const more = what === "bare ws" ? "" : `  (bare ws + ${kilobytes(bytes - bare)})`;
  console.log(`${what.padEnd(11)} ${kilobytes(bytes)} per connection${more}`);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}

async function perConnection(script: string, message: string | null): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "tocsin-bench-"));
  const DATABASE_URL = `file:${join(directory, "tocsin.db")}`;
  const server = fork(script, {
    execArgv: ["--expose-gc", "--import", "./bench/memory-probe.ts"],
    env: { ...process.env, PORT: "0", LOG_LEVEL: "warn", DATABASE_URL },
    silent: true,
  });
  if (server.stdout === null) throw new Error("Nothing can be heard of the server.");
  const said: unknown[] = await once(server.stdout, "data");
  const url = /http:\S+/u.exec(String(said[0]))?.[0].replace("http", "ws") ?? "";

  async function inUse(): Promise<number> {
    await sleep(SETTLE);
    server.send("measure");
    const answer: unknown[] = await once(server, "message");
    return Number(answer[0]);
  }

  // What the first connections bring about once, such as compiled code, is no cost of the others.
  const first = await open(url, AT_ONCE, message);
  for (const socket of first) socket.terminate();
  const before = await inUse();
  const sockets = await open(url, SOCKETS, message);
  const after = await inUse();
  if (sockets.some(({ readyState }) => readyState !== WebSocket.OPEN))
    throw new Error("Some left.");
  for (const socket of sockets) socket.terminate();
  server.kill();
  await once(server, "exit");
  rmSync(directory, { recursive: true });
  return (after - before) / SOCKETS;
}

async function open(url: string, count: number, message: string | null): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  while (sockets.length < count) {
    const some = Array.from({ length: AT_ONCE }, () => connect(url, message));
    sockets.push(...(await Promise.all(some)));
  }
  return sockets;
}

async function connect(url: string, message: string | null): Promise<WebSocket> {
  const socket = new WebSocket(`${url}/api/live`, SUBPROTOCOL, { perMessageDeflate: false });
  await once(socket, "open");
  if (message === null) return socket;
  socket.send(message);
  await once(socket, "message");
  return socket;
}
