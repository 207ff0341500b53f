import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createGuard, type GuardOptions, type OutboundRequest } from "./guard.ts";
import { answering, forEver, OK, type Receiver, receiver, silent } from "./receiver.fixture.ts";

const HEAD = "HTTP/1.1 200 OK\r\n";

function postTo(url: string): OutboundRequest {
  return { url, method: "POST", headers: {}, body: "{}" };
}

/** What becomes of a request to the receiver, which has so long (ms). */
async function attempt(
  { url, port, open }: Receiver,
  options: GuardOptions = {},
  stop?: AbortSignal,
) {
  const guard = createGuard({ allow: [{ address: "127.0.0.1", port }], ...options });
  const ended = await guard.send(postTo(url), stop);
  // Whatever came of it, no connection is left behind.
  await expect.poll(open).toBe(0);
  return ended;
}

/** Whoever does not end it themselves is ended by the bound that is tested, or else by the test's own. */
const LONG = { within: 600_000 };
const SHORT = { within: 200 };

describe("the status line decides", () => {
  test.each([
    [200, "delivered", null],
    [202, "delivered", null],
    [204, "delivered", null],
    [299, "delivered", null],
    [302, "failed", "redirected"],
    [400, "failed", "status"],
    [410, "failed", "status"],
    [429, "failed", "status"],
    [500, "failed", "status"],
    [599, "failed", "status"],
    [999, "failed", "status"],
  ])("%i is %s", async (status, outcome, reason) => {
    await using target = await receiver(
      answering(`HTTP/1.1 ${status} x\r\ncontent-length: 0\r\n\r\n`),
    );
    expect(await attempt(target)).toMatchObject({ outcome, status, reason });
  });

  test.each([
    ["the connection is reset amid the body", `${HEAD}content-length: 100\r\n\r\nabc`, "reset"],
    ["the connection ends amid the body", `${HEAD}content-length: 100\r\n\r\nabc`, "end"],
    ["the body is malformed", `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`, "end"],
    ["the body has no end but the connection's", `${HEAD}\r\nabc`, "end"],
    ["a second answer follows", `${OK}HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n`, "end"],
  ])("although %s", async (_what, answer, then) => {
    await using target = await receiver(
      answering(answer, (socket) => (then === "reset" ? socket.resetAndDestroy() : socket.end())),
    );
    expect(await attempt(target)).toMatchObject({ outcome: "delivered", status: 200 });
  });

  test("however slow the body", async () => {
    await using target = await receiver(answering(`${HEAD}content-length: 100\r\n\r\nabc`, silent));
    expect(await attempt(target, SHORT)).toMatchObject({ outcome: "delivered", status: 200 });
  });

  test("and the time is that of the status line", async () => {
    await using target = await receiver(answering(`${HEAD}content-length: 100\r\n\r\n`, silent));
    const times = [1000, 1007, 9000];
    const now = () => times.shift() ?? 9000;
    expect(await attempt(target, { ...SHORT, now })).toMatchObject({ ms: 7 });
  });

  test("and what it says of when to come again is told", async () => {
    const answer = "HTTP/1.1 503 Later\r\nretry-after: 120\r\ncontent-length: 0\r\n\r\n";
    await using target = await receiver(answering(answer));
    expect(await attempt(target)).toMatchObject({ status: 503, retryAfter: "120" });
  });
});

describe("an answer without end ends at a bound of size:", () => {
  test.each([
    ["hints", "", "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"],
    ["continuations", "", "HTTP/1.1 100 Continue\r\n\r\n"],
    ["blank lines", "", "\r\n".repeat(500)],
    ["headers", HEAD, `a: ${"b".repeat(1000)}\r\n`],
    ["one header", `${HEAD}a: `, "b".repeat(1000)],
    ["a reason", "HTTP/1.1 200 ", "b".repeat(1000)],
  ])("%s", async (_what, before, more) => {
    await using target = await receiver(answering(before, forEver(more)));
    const { outcome, status, reason } = await attempt(target, LONG);
    expect([outcome, status]).toEqual(["failed", null]);
    expect(["answer-too-large", "malformed-answer"]).toContain(reason);
  });

  test.each([
    ["a body", `${HEAD}\r\n`, "b".repeat(1000)],
    ["a body said to be huge", `${HEAD}content-length: 9007199254740991\r\n\r\n`, "b".repeat(1000)],
    ["chunks", `${HEAD}transfer-encoding: chunked\r\n\r\n`, "1\r\nb\r\n"],
    ["chunk extensions", `${HEAD}transfer-encoding: chunked\r\n\r\n1;`, "b".repeat(1000)],
    ["trailers", `${HEAD}transfer-encoding: chunked\r\n\r\n0\r\n`, "a: b\r\n".repeat(100)],
  ])("%s, which does not change what the status line says", async (_what, before, more) => {
    await using target = await receiver(answering(before, forEver(more)));
    expect(await attempt(target, LONG)).toMatchObject({ outcome: "delivered", status: 200 });
  });

  test("what is packed stays packed", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const head = `${HEAD}content-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`;
    await using target = await receiver(answering(Buffer.concat([Buffer.from(head), bomb])));
    expect(bomb.length).toBeLessThan(64 * 1024);
    expect(await attempt(target, LONG)).toMatchObject({ outcome: "delivered", excerpt: null });
    expect(target.received().toLowerCase()).toContain("accept-encoding: identity\r\n");
  });
});

describe("an answer that does not come ends at the deadline:", () => {
  test.each([
    ["silence", ""],
    ["half a status line", "HTTP/1.1 20"],
    ["half a header", `${HEAD}a: b`],
    ["a hint, then silence", "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"],
  ])("%s", async (_what, before) => {
    await using target = await receiver(answering(before, silent));
    expect(await attempt(target, SHORT)).toMatchObject({
      outcome: "failed",
      status: null,
      reason: "timeout",
      address: "127.0.0.1",
    });
  });

  test("a header that comes a character at a time", async () => {
    await using target = await receiver(
      answering(`${HEAD}a: `, (socket) => {
        const timer = setInterval(() => socket.write("b"), 5);
        socket.on("close", () => clearInterval(timer));
      }),
    );
    expect(await attempt(target, SHORT)).toMatchObject({ status: null, reason: "timeout" });
  });
});

describe("what is no answer is none:", () => {
  test.each([
    ["another protocol", "SSH-2.0-OpenSSH_9.2p1\r\n", "malformed-answer"],
    ["HTTP/2", Buffer.from("00001204000000000000", "hex"), "malformed-answer"],
    ["two lengths", `${HEAD}content-length: 1\r\ncontent-length: 2\r\n\r\nab`, "malformed-answer"],
    ["a control character", `${HEAD}a: b\0c\r\n\r\n`, "malformed-answer"],
  ])("%s", async (_what, answer, reason) => {
    await using target = await receiver(answering(answer, silent));
    expect(await attempt(target, LONG)).toMatchObject({ outcome: "failed", reason });
  });

  test.each(["end", "resetAndDestroy"] as const)("%s before it", async (how) => {
    await using target = await receiver((socket) => socket[how]());
    expect(await attempt(target, LONG)).toMatchObject({ reason: "connection-lost", status: null });
  });

  test("an upgrade that nobody asked for", async () => {
    const answer = "HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n";
    await using target = await receiver(answering(answer, silent));
    expect(await attempt(target, LONG)).toMatchObject({ outcome: "failed", status: 101 });
  });
});

test("a banner that comes before the request is no answer", async () => {
  const { createServer } = await import("node:net");
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write("220 mail.test ESMTP\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const guard = createGuard({ allow: [{ address: "127.0.0.1", port }], ...LONG });
  const { reason } = await guard.send(postTo(`http://127.0.0.1:${port}/`));
  expect(reason).toBe("malformed-answer");
  server.close();
});

describe("to stop", () => {
  test("ends what is under way", async () => {
    const stopping = new AbortController();
    await using target = await receiver(() => stopping.abort());
    const { outcome, reason } = await attempt(target, LONG, stopping.signal);
    expect([outcome, reason]).toEqual(["failed", "stopped"]);
  });

  test("and begins nothing", async () => {
    await using target = await receiver(answering(OK));
    expect(await attempt(target, LONG, AbortSignal.abort())).toMatchObject({ reason: "stopped" });
    expect(target.connections()).toBe(0);
  });
});

test("what a private receiver says is told to nobody", async () => {
  await using target = await receiver(answering(OK));
  expect(await attempt(target)).toMatchObject({ outcome: "delivered", excerpt: null });
});
