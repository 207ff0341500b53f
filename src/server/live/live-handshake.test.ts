import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type ClientOptions, WebSocket } from "ws";
import { SUBPROTOCOL } from "../../shared/protocol.ts";
import { connectionsOf, problemOf, receive, type Server, startServer } from "../server.fixture.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer({ PUBLIC_ORIGIN: "https://alerts.example.org" });
});
afterAll(() => server.stop());

async function open(protocols: string[], options: ClientOptions = {}): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/api/live`, protocols, options);
  onTestFinished(() => socket.terminate());
  await once(socket, "open");
  return socket;
}

/** How a request to upgrade is refused. */
async function refusal(path: string, protocols: string[], headers: Record<string, string> = {}) {
  const url = `${server.url.replace("http", "ws")}${path}`;
  const socket = new WebSocket(url, protocols, { headers });
  socket.on("error", () => {});
  const [, response]: unknown[] = await once(socket, "unexpected-response");
  return problemOf(await receive(response));
}

describe("the handshake", () => {
  test.each<[string, string, string[], Record<string, string>, number, string]>([
    [
      "another site",
      "/api/live",
      [SUBPROTOCOL],
      { origin: "https://evil.example" },
      403,
      "forbidden-origin",
    ],
    ["no site at all", "/api/live", [SUBPROTOCOL], { origin: "null" }, 403, "forbidden-origin"],
    [
      "a name rebound to this machine",
      "/api/live",
      [SUBPROTOCOL],
      { host: "evil.example" },
      403,
      "forbidden-host",
    ],
    [
      "a client of other versions only",
      "/api/live",
      ["tocsin.v0", "tocsin.v2"],
      {},
      400,
      "invalid-parameter",
    ],
    ["another address", "/api/lives", [SUBPROTOCOL], {}, 404, "not-found"],
  ])("is refused to %s", async (_, path, protocols, headers, status, code) => {
    expect(await refusal(path, protocols, headers)).toEqual([status, code]);
  });

  test("is granted to our own pages, here and at PUBLIC_ORIGIN", async () => {
    const elsewhere = { host: "alerts.example.org" };
    const sockets = await Promise.all([
      open([SUBPROTOCOL], { origin: server.url }),
      open([SUBPROTOCOL], { origin: "https://alerts.example.org", headers: elsewhere }),
    ]);
    expect(sockets.map(({ protocol }) => protocol)).toEqual([SUBPROTOCOL, SUBPROTOCOL]);
  });

  test("chooses our version among others, and takes a client that names none", async () => {
    expect((await open(["tocsin.v9", SUBPROTOCOL])).protocol).toBe(SUBPROTOCOL);
    expect((await open([])).protocol).toBe("");
  });

  test("compresses nothing", async () => {
    expect((await open([SUBPROTOCOL])).extensions).toBe("");
  });
});

test("whoever is refused and does not hang up is hung up on", async () => {
  const raw = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
  raw.write(
    "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
  );
  raw.resume();
  await once(raw, "end");
  await expect.poll(() => connectionsOf(server)).toBe(0);
  raw.destroy();
});
