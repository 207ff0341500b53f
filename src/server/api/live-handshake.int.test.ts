import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type ClientOptions, WebSocket } from "ws";
import { SUBPROTOCOL } from "../../protocol/frame.ts";
import {
  connectionsOf,
  problemOf,
  receive,
  type Server,
  startServer,
} from "../process/server.fixture.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer({
    PUBLIC_ORIGIN: "https://alerts.example.org",
    ANONYMOUS: "operator",
  });
});
afterAll(() => server.stop());

async function open(
  protocols: string[],
  options: ClientOptions = {},
  { url } = server,
): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/live`, protocols, options);
  onTestFinished(() => socket.terminate());
  await once(socket, "open");
  return socket;
}

/** How a request to upgrade is refused. */
async function refusal(path: string, protocols: string[], headers: Record<string, string> = {}) {
  return problemOf(await refused(`${server.url}${path}`, protocols, headers));
}

async function refused(url: string, protocols: string[], headers: Record<string, string> = {}) {
  const socket = new WebSocket(url.replace("http", "ws"), protocols, { headers });
  socket.on("error", () => {});
  const [, response]: unknown[] = await once(socket, "unexpected-response");
  return receive(response);
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
    ["an address with a host in it", "//x/api/live", [SUBPROTOCOL], {}, 404, "not-found"],
    ["an address that is encoded wrongly", "/api/live%ff", [SUBPROTOCOL], {}, 400, "bad-request"],
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

  test("overlooks blanks, however many", async () => {
    const asked = request(`${server.url}/api/live`, {
      headers: {
        connection: "upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": `${"A".repeat(22)}==`,
        "sec-websocket-protocol": `tocsin.v9 ,\t${" ".repeat(10_000)}${SUBPROTOCOL} , a`,
      },
    }).end();
    const [response, socket] = (await once(asked, "upgrade")) as [IncomingMessage, Socket];
    socket.destroy();
    expect(response.headers["sec-websocket-protocol"]).toBe(SUBPROTOCOL);
  });

  test("compresses nothing", async () => {
    expect((await open([SUBPROTOCOL])).extensions).toBe("");
  });
});

describe("a crowd", () => {
  test.each([
    ["opens more than may be open", { sockets: 3, handshakes: { burst: 9, perSecond: 9 } }],
    ["comes faster than it may", { sockets: 9, handshakes: { burst: 3, perSecond: 0 } }],
  ])("that %s is asked to come back", async (_, crowding) => {
    const server = await startServer({}, { crowding });
    onTestFinished(() => server.stop());
    const url = `${server.url}/api/live`;
    const sockets = [];
    for (let count = 0; count < 3; count++) {
      sockets.push(await open([SUBPROTOCOL], {}, server));
    }
    const answer = await refused(url, [SUBPROTOCOL]);
    expect(problemOf(answer)).toEqual([503, "too-many-connections"]);
    expect(answer.headers["retry-after"]).toBe("1");
    expect(sockets.map(({ readyState }) => readyState)).toEqual([1, 1, 1]);
  });

  test("that is refused for another reason does not count", async () => {
    const server = await startServer(
      {},
      { crowding: { sockets: 9, handshakes: { burst: 1, perSecond: 0 } } },
    );
    onTestFinished(() => server.stop());
    for (let count = 0; count < 3; count++) await refused(`${server.url}/api/lives`, []);
    const socket = await open([SUBPROTOCOL], {}, server);
    expect(socket.readyState).toBe(socket.OPEN);
  });

  test("finds room again once others have left", async () => {
    const crowding = { sockets: 1, handshakes: { burst: 9, perSecond: 9 } };
    const server = await startServer({}, { crowding });
    onTestFinished(() => server.stop());
    const first = await open([SUBPROTOCOL], {}, server);
    await refused(`${server.url}/api/live`, [SUBPROTOCOL]);
    first.terminate();
    await expect.poll(() => connectionsOf(server)).toBe(0);
    await open([SUBPROTOCOL], {}, server);
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
