import { createServer } from "node:http";
import { Worker } from "node:worker_threads";
import { listen } from "./listen.ts";

/**
 * What keeping alerts costs on this machine at the least: the body is parsed and believed, a thread
 * makes the inserts, and the answer goes out when they are on disk.
 */
const [file = ""] = process.argv.slice(2);
const writer = new Worker(new URL("ingest-limit-thread.ts", import.meta.url), { workerData: file });
const waiting = new Map<number, (ids: readonly number[]) => void>();
let ticket = 0;

writer.on("message", (answers: readonly { ticket: number; ids: number[] }[]) => {
  for (const { ticket, ids } of answers) {
    waiting.get(ticket)?.(ids);
    waiting.delete(ticket);
  }
});

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const alerts: unknown = JSON.parse(Buffer.concat(chunks).toString());
    ticket += 1;
    waiting.set(ticket, (ids) => {
      const results = ids.map((id, index) => ({ index, outcome: "opened", id }));
      const body = JSON.stringify({ results });
      response.writeHead(200, {
        "content-type": "application/json; charset=utf-8",
        "content-length": Buffer.byteLength(body),
      });
      response.end(body);
    });
    writer.postMessage({ ticket, alerts });
  });
});

listen(server);
