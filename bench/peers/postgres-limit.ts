import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Pool, types } from "pg";
import { WebSocket, WebSocketServer } from "ws";
import type { Alert } from "../../src/domain/alert.ts";
import { openDatabase } from "../../src/server/store/postgres/connection/database.ts";
import { migrate } from "../../src/server/store/postgres/connection/migrate.ts";
import { createPrimary } from "../../src/server/store/postgres/connection/primary.ts";
import { listen } from "./listen.ts";
import { createPages } from "./postgres-limit-pages.ts";
import { createTail } from "./postgres-limit-tail.ts";
import { createWriter } from "./postgres-limit-writer.ts";

/**
 * What a node on PostgreSQL costs on this machine at the least: node:http, the driver, and the statements and transactions
 * that Tocsin sends. It checks nothing, decides nothing, knows only the filters that the benchmark asks for, and sends each
 * row to every socket as it comes, of whichever node it is.
 */
const [url = ""] = process.argv.slice(2);
await makeTables();

types.setTypeParser(types.builtins.INT8, Number);
const pool = new Pool({ connectionString: url, max: 10 });
const pageOf = createPages(pool);
const node = randomUUID();
const write = createWriter(pool, node, await createTail(url, pool, node, broadcast));

const server = createServer((request, response) => {
  const answering = request.method === "POST" ? post(request) : get(request);
  answering.then(
    (body) => send(response, body),
    (error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    },
  );
});
const sockets = new WebSocketServer({ server });
sockets.on("connection", (socket) => socket.send("ready"));

function get({ url: asked = "" }: IncomingMessage) {
  return pageOf(new URL(asked, "http://host").searchParams);
}

async function post(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const ids = await write(JSON.parse(Buffer.concat(chunks).toString()) as Alert[]);
  return { results: ids.map((id, index) => ({ index, outcome: "opened", id })) };
}

function send(response: ServerResponse, answer: object): void {
  const body = JSON.stringify(answer);
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

function broadcast(rows: readonly object[]): void {
  for (const row of rows) {
    const text = JSON.stringify(row);
    for (const socket of sockets.clients)
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
  }
}

/** Those that Tocsin has, and nothing else of it; with room for what is searched of half a million alerts. */
async function makeTables(): Promise<void> {
  const database = openDatabase(createPrimary(url), { connections: 1 });
  await migrate(database);
  await database.close();
  const setUp = new Pool({ connectionString: url, max: 1 });
  for (let number = 0; number < 10; number++) {
    await setUp.query(`create table if not exists search_texts_${number} partition of search_texts
      for values from (${number * 50_000}) to (${(number + 1) * 50_000})`);
  }
  await setUp.end();
}

listen(server);
