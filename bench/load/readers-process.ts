import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type Dialect, type DialectName, DIALECTS } from "./dialects.ts";
import { clientFrame, frameReader } from "./frame-reader.ts";
import type { Tally } from "./readers.ts";

/** One socket in so many reads its rows whole, for the time that each took to come. */
const SAMPLED = 50;
/** Bytes that tell what a frame is. */
const BEGINNING = 80;
const AT_ONCE = 20;
const AGAIN_AFTER = 100;

const [address = "", name = "", count = "0", headers = ""] = process.argv.slice(2);
const { hostname, port, host } = new URL(address);
const dialect: Dialect = DIALECTS[name as DialectName];
let tally: Tally = { rows: 0, frames: 0, gaps: 0, latencies: [] };

/** Opens one socket; says whether it was let in, once it is sent everything that happens. */
function open(sampled: boolean): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let complete: number | null = null;
  let isOpen = false;

  function hear(payload: Buffer): void {
    const now = Date.now();
    const heard = dialect.read(payload.toString("latin1", 0, BEGINNING));
    switch (heard.type) {
      case "ready":
        return resolve(true);
      case "ask":
        return void socket.write(clientFrame(heard.answer));
      case "rows":
        tally.frames += 1;
        tally.rows += heard.rows;
        if (complete !== null && heard.from !== complete) tally.gaps += 1;
        complete = heard.to ?? null;
        if (sampled) tally.latencies.push(...latenciesOf(payload.toString(), now));
        return;
      case "other":
        return;
      default:
        heard satisfies never;
    }
  }

  const push = frameReader(sampled ? Infinity : BEGINNING, hear);
  socket.write(
    `GET ${dialect.path} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n` +
      `${dialect.headers}${headers}\r\n`,
  );
  socket.on("data", (chunk: Buffer) => {
    if (isOpen) return push(chunk);
    const end = chunk.indexOf("\r\n\r\n");
    if (end < 0 || !chunk.toString("latin1", 0, 12).endsWith("101")) return resolve(false);
    isOpen = true;
    if (dialect.hello !== null) socket.write(clientFrame(dialect.hello));
    push(chunk.subarray(end + 4));
  });
  socket.on("close", () => resolve(false));
  socket.on("error", () => resolve(false));
  return promise;
}

/** From when the server took the alert in, as it writes into the row itself, to now. */
function latenciesOf(text: string, now: number): number[] {
  return [...text.matchAll(/"receivedAt":"([^"]+)"/gu)].map(([, at = ""]) => now - Date.parse(at));
}

async function openAll(): Promise<void> {
  for (let opened = 0; opened < Number(count);) {
    const batch = Array.from({ length: Math.min(AT_ONCE, Number(count) - opened) }, (_, index) =>
      open((opened + index) % SAMPLED === 0),
    );
    const admitted = (await Promise.all(batch)).filter(Boolean).length;
    opened += admitted;
    if (admitted < batch.length) await delay(AGAIN_AFTER);
  }
}

process.on("message", (question: "reset" | "tell") => {
  if (question === "reset") tally = { rows: 0, frames: 0, gaps: 0, latencies: [] };
  else process.send?.(tally);
});
process.on("disconnect", () => process.exit());
await openAll();
process.send?.("ready");
