import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { connectionsOf, send, type Server, startServer } from "../process/server.fixture.ts";
import { type Timeouts, TIMEOUTS } from "./server.ts";

let server: Server;
beforeAll(async () => {
  server = await startServer({}, { timeouts: PATIENT });
});
afterAll(() => server.stop());

/** Longer (ms) than a test may take. */
const EVER = 600_000;
const PATIENT: Timeouts = { headers: EVER, request: EVER, silence: EVER, idle: EVER };

/** A server that has all the time there is, but for what a test is about. */
async function impatient(timeouts: Partial<Timeouts>): Promise<Server> {
  const started = await startServer({}, { timeouts: { ...PATIENT, ...timeouts } });
  onTestFinished(() => started.stop());
  return started;
}

/** A connection on which this much has been said. */
function say(text: string, { port } = server): Socket {
  const socket = connect(port, "127.0.0.1");
  socket.setEncoding("latin1");
  socket.write(text, "latin1");
  return socket;
}

/** Everything that is answered until the connection ends. */
async function heard(socket: Socket): Promise<string> {
  socket.on("error", () => {});
  return (await socket.toArray()).join("");
}

const POST = "POST /api/alerts HTTP/1.1\r\nHost: localhost\r\n";

describe("a connection", () => {
  test.each([
    ["says nothing of what it wants", "GET / HTTP/1.1\r\nHost: local", { headers: 300 }],
    [
      "does not end its body",
      `${POST}Content-Length: 20\r\n\r\n{"title"`,
      { headers: 600, request: 600 },
    ],
  ])("that %s is given up in time", async (_, text, timeouts) => {
    const hasty = await impatient(timeouts);
    const begun = performance.now();
    const answer = await heard(say(text, hasty));
    expect(answer).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/u);
    expect(answer).toContain('"code":"request-timeout"');
    // It is not given up before; how long after is the test's own limit.
    expect(performance.now() - begun).toBeGreaterThan(timeouts.headers - 50);
  });

  test("that drips is given up, too, and holds nobody else up", async () => {
    const hasty = await impatient({ headers: 300 });
    const dripping = Array.from({ length: 50 }, () => say("GET / HTTP/1.1\r\n", hasty));
    const drip = setInterval(() => dripping.forEach((socket) => socket.write("X: y\r\n")), 50);
    const ends = dripping.map((socket) => heard(socket));
    // Where the machine holds it up for longer than its own headers may take, it asks again.
    const asked = "GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n";
    await expect.poll(() => heard(say(asked, hasty))).toContain(" 200 ");
    for (const answer of await Promise.all(ends)) expect(answer).toContain(" 408 ");
    clearInterval(drip);
    await expect.poll(() => connectionsOf(hasty)).toBe(0);
  });

  test("on which nothing moves is given up", async () => {
    const hasty = await impatient({ silence: 300 });
    await once(say("", hasty).resume(), "close");
    await expect.poll(() => connectionsOf(hasty)).toBe(0);
  });

  test("on which nothing more is asked is ended by itself, but after any proxy has ended it", async () => {
    const hasty = await impatient({ idle: 300 });
    expect(await heard(say("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", hasty))).toContain(
      " 200 ",
    );
    await expect.poll(() => connectionsOf(hasty)).toBe(0);
    const usual = await impatient(TIMEOUTS);
    const socket = say("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", usual);
    const [answer] = (await once(socket, "data")) as [string];
    socket.destroy();
    expect(Number(/Keep-Alive: timeout=(\d+)/u.exec(answer)?.[1])).toBeGreaterThan(60);
  });

  test("on which too much is sent is answered before it is closed, for whom reads late", async () => {
    const socket = say(`${POST}Content-Length: 3000000\r\n\r\n`);
    // Answered, but not read yet: what is sent on to a closed connection takes the answer away.
    await once(socket, "readable");
    for (let sent = 0; sent < 3_000_000; sent += 60_000) socket.write(" ".repeat(60_000));
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.write("", () => resolve());
    });
    expect(await heard(socket)).toMatch(/^HTTP\/1.1 413 .*"code":"body-too-large"/su);
  });

  test("that stops to speak HTTP amid an answer is cut, not answered within it", async () => {
    // As JSON it takes six times as much, more than the system keeps for who does not read.
    const description = "\u0001".repeat(60_000);
    const alerts = Array.from({ length: 2 }, () => ({ title: "Long", description }));
    for (let page = 0; page < 20; page++) {
      await send(server.port, { method: "POST", path: "/api/alerts", body: alerts });
    }
    const socket = say("GET /api/alerts?limit=200&around=20 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    socket.on("error", () => {});
    await once(socket, "readable");
    socket.write("\x16\x03\x01\r\n\r\n");
    expect((await heard(socket)).includes("bad-request")).toBe(false);
  });
});

test("two Hosts are one too many: somebody else may go by the other", async () => {
  const hosts = "Host: localhost\r\nHost: evil.example\r\n";
  const answer = await heard(say(`GET /healthz HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`));
  expect(answer).toContain('"code":"forbidden-host"');
});

test("no header is left out, however many come before it", async () => {
  const many = Array.from({ length: 3_000 }, () => "a:\r\n").join("");
  const text = `DELETE /api/alerts/1 HTTP/1.1\r\nHost: localhost\r\n${many}Origin: http://evil.example\r\n`;
  expect(await heard(say(`${text}Connection: close\r\n\r\n`))).toContain("forbidden-origin");
});

describe("an offer", () => {
  test.each(["h2c", "H2C", "TLS/1.0", "foo, websockets"])(
    "to speak %s is passed over",
    async (protocol) => {
      const answer = await heard(
        say(
          `GET /healthz HTTP/1.1\r\nHost: localhost\r\nUpgrade: ${protocol}\r\nConnection: Upgrade, close\r\n\r\n`,
        ),
      );
      expect(answer).toMatch(/^HTTP\/1.1 200 OK/u);
    },
  );

  test("of an unknown expectation is passed over", async () => {
    const text = `${POST}Expect: miracles\r\nContent-Length: 13\r\nConnection: close\r\n\r\n{"title":"x"}`;
    expect(await heard(say(text))).toMatch(/^HTTP\/1.1 200 OK/u);
  });
});
