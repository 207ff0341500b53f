import { describe, expect, test } from "vitest";
import { createFetch } from "./fetch.ts";
import { createGuard } from "./guard.ts";
import { answering, OK, type Receiver, receiver } from "./receiver.fixture.ts";

const HEAD = "HTTP/1.1 200 OK\r\n";
const CHUNKED = "transfer-encoding: chunked\r\n";

function guardFor({ port }: Receiver) {
  return createGuard({ allow: [{ address: "127.0.0.1", port }], within: 600_000 });
}

/** What an attempt makes of the answer, and what is read of it where it must be whole. */
async function readAs(answer: string) {
  await using target = await receiver(answering(answer));
  const { ask, send } = guardFor(target);
  const { status, reason } = await send({ url: target.url, method: "POST", headers: {}, body: "" });
  const whole = await createFetch({ ask })(target.url, { method: "POST", headers: {} }).then(
    (response) => response.text(),
    (error: { reason?: string }) => ({ reason: error.reason }),
  );
  await expect.poll(target.open).toBe(0);
  return { status, reason, whole };
}

const MALFORMED = {
  status: null,
  reason: "malformed-answer",
  whole: { reason: "malformed-answer" },
};

describe("what two readers could read differently is no answer:", () => {
  test.each([
    ["length and chunks", `${HEAD}content-length: 5\r\n${CHUNKED}\r\n0\r\n\r\n`],
    ["chunks and length", `${HEAD}${CHUNKED}content-length: 5\r\n\r\n0\r\n\r\n`],
    ["two lengths", `${HEAD}content-length: 2\r\ncontent-length: 5\r\n\r\nok`],
    ["two lengths in one", `${HEAD}content-length: 2, 5\r\n\r\nok`],
    ["a length with a sign", `${HEAD}content-length: +2\r\n\r\nok`],
    ["a length below zero", `${HEAD}content-length: -2\r\n\r\nok`],
    ["a length beyond all", `${HEAD}content-length: 99999999999999999999\r\n\r\nok`],
    ["a blank before the colon", `${HEAD}content-length : 2\r\n\r\nok`],
    ["a line that goes on", `${HEAD}a: b\r\n content-length: 2\r\n\r\nok`],
    ["a header without a name", `${HEAD}: b\r\n\r\nok`],
    ["a sign that no header has", `${HEAD}a: b\0c\r\n\r\nok`],
    ["a line that ends in CR alone", `${HEAD}a: b\rc: d\r\n\r\nok`],
    ["a line that ends in LF alone", "HTTP/1.1 200 OK\ncontent-length: 2\n\nok"],
    ["HTTP/0.9", "<html>ok</html>"],
    ["HTTP/2", "HTTP/2 200 OK\r\n\r\nok"],
    ["HTTP/3.7", "HTTP/3.7 200 OK\r\n\r\nok"],
    ["a status of two digits", "HTTP/1.1 20 OK\r\n\r\nok"],
    ["a status of four digits", "HTTP/1.1 2000 OK\r\n\r\nok"],
    ["a status that is none", "HTTP/1.1 OK\r\n\r\nok"],
    ["the frames of HTTP/2", "\0\0\u0012\u0004\0\0\0\0\0"],
    ["a request", "GET / HTTP/1.1\r\nhost: a\r\n\r\n"],
  ])("%s", async (_what, answer) => {
    expect(await readAs(answer)).toEqual(MALFORMED);
  });
});

describe("where the body lies, the status line decides, and no text is half:", () => {
  test.each([
    [
      "a chunk's length below zero",
      `${HEAD}${CHUNKED}\r\n-1\r\nok\r\n0\r\n\r\n`,
      "malformed-answer",
    ],
    [
      "a chunk's length beyond all",
      `${HEAD}${CHUNKED}\r\nfffffffffffffffff\r\nok`,
      "malformed-answer",
    ],
    [
      "a chunk that is longer than it says",
      `${HEAD}${CHUNKED}\r\n1\r\nok\r\n0\r\n\r\n`,
      "malformed-answer",
    ],
    ["a chunk that ends in LF", `${HEAD}${CHUNKED}\r\n2\nok\n0\n\n`, "malformed-answer"],
    [
      "an extension with a line of its own",
      `${HEAD}${CHUNKED}\r\n2;a=b\nc\r\nok\r\n0\r\n\r\n`,
      "malformed-answer",
    ],
    ["fewer bytes than it says", `${HEAD}content-length: 3\r\n\r\nok`, "connection-lost"],
  ])("%s", async (_what, answer, reason) => {
    expect(await readAs(answer)).toEqual({ status: 200, reason: null, whole: { reason } });
  });

  test.each([
    ["more bytes than it says", `${HEAD}content-length: 2\r\n\r\nokHTTP/1.1 500 x\r\n\r\n`],
    ["a second answer", `${OK}${OK}`],
    ["extensions and trailers", `${HEAD}${CHUNKED}\r\n2;a="b;c"\r\nok\r\n0\r\nstatus: 500\r\n\r\n`],
    ["no length", `${HEAD}\r\nok`],
    ["hints before it", `HTTP/1.1 103 Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 100 Go\r\n\r\n${OK}`],
    ["HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nok"],
  ])("but of %s the answer alone is read", async (_what, answer) => {
    expect(await readAs(answer)).toEqual({ status: 200, reason: null, whole: "ok" });
  });
});

test("who says that it switches to another protocol is not spoken to in it", async () => {
  const answer = "HTTP/1.1 101 x\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n\0\0\0";
  expect(await readAs(answer)).toMatchObject({ status: 101, reason: "status" });
  expect(await readAs("HTTP/1.1 101 x\r\n\r\nok")).toMatchObject({ status: 101, reason: "status" });
});
