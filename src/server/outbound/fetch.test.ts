import { describe, expect, test } from "vitest";
import { createFetch, FetchFailed } from "./fetch.ts";
import { createGuard, type GuardOptions } from "./guard.ts";
import { answering, forEver, OK, type Receiver, receiver, silent } from "./receiver.fixture.ts";

const HEAD = "HTTP/1.1 200 OK\r\n";
const GET = { method: "GET", headers: { accept: "application/json" }, body: undefined };
/** Whoever does not end it themselves is ended by the bound that is tested. */
const LONG = { within: 600_000 };

function fetchOf({ port }: Receiver, options: GuardOptions = LONG) {
  return createFetch(createGuard({ allow: [{ address: "127.0.0.1", port }], ...options }));
}

test("a GET has no body, and is answered with status, headers and body", async () => {
  await using target = await receiver(
    answering(
      `${HEAD}content-type: application/json\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n` +
        'transfer-encoding: chunked\r\n\r\n4\r\n{"a"\r\n3\r\n:1}\r\n0\r\n\r\n',
    ),
  );
  const response = await fetchOf(target)(target.url, GET);
  expect(response).toBeInstanceOf(Response);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(await response.json()).toEqual({ a: 1 });
  expect(target.received()).toMatch(/^GET \/hook HTTP\/1\.1\r\naccept: application\/json\r\n/u);
  expect(target.received()).not.toContain("content-length");
});

test.each([
  ["fields", new URLSearchParams({ a: "b c" }), "a=b+c"],
  ["a text", '{"a":"\u00E4"}', '{"a":"\u00C3\u00A4"}'],
])("a POST sends %s", async (_what, body, sent) => {
  await using target = await receiver(answering(OK));
  const response = await fetchOf(target)(target.url, { method: "POST", headers: {}, body });
  expect(await response.text()).toBe("ok");
  expect(target.received().split("\r\n\r\n")).toEqual([
    expect.stringContaining(`content-length: ${sent.length}`),
    sent,
  ]);
});

test("another method, or a body of another kind, is asked of nobody", async () => {
  await using target = await receiver(answering(OK));
  const fetch = fetchOf(target);
  await expect(fetch(target.url, { ...GET, method: "DELETE" })).rejects.toThrow(TypeError);
  const stream = new ReadableStream();
  await expect(fetch(target.url, { ...GET, method: "POST", body: stream })).rejects.toThrow(
    TypeError,
  );
  expect(target.connections()).toBe(0);
});

test.each([204, 205, 304, 302, 400, 503])("an answer of %i is one", async (status) => {
  await using target = await receiver(
    answering(`HTTP/1.1 ${status} x\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n`),
  );
  const response = await fetchOf(target)(target.url, GET);
  expect([response.status, await response.text()]).toEqual([status, ""]);
  expect(target.connections()).toBe(1);
});

describe("half an answer is none:", () => {
  test.each([
    ["a megabyte and more", `${HEAD}\r\n`, forEver("b".repeat(65_536)), "answer-too-large"],
    [
      "a little more than a megabyte",
      `${HEAD}content-length: 1048577\r\n\r\n${"b".repeat(1_048_577)}`,
      undefined,
      "answer-too-large",
    ],
    [
      "trailers without end",
      `${HEAD}transfer-encoding: chunked\r\n\r\n0\r\n`,
      forEver("a: b\r\n".repeat(500)),
      "answer-too-large",
    ],
    ["less than was said", `${HEAD}content-length: 9\r\n\r\n{"a":1}`, undefined, "connection-lost"],
    [
      "no last chunk",
      `${HEAD}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`,
      undefined,
      "connection-lost",
    ],
    [
      "a chunk that is none",
      `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`,
      undefined,
      "malformed-answer",
    ],
    [
      "what is packed",
      `${HEAD}content-encoding: gzip\r\ncontent-length: 2\r\n\r\nok`,
      undefined,
      "malformed-answer",
    ],
    [
      "a status of which there is no response",
      "HTTP/1.1 999 x\r\ncontent-length: 0\r\n\r\n",
      undefined,
      "malformed-answer",
    ],
    [
      "an upgrade",
      "HTTP/1.1 101 x\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n",
      silent,
      "connection-lost",
    ],
  ] as const)("%s", async (_what, answer, then, reason) => {
    await using target = await receiver(answering(answer, then));
    const failed = await fetchOf(target)(target.url, GET).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(FetchFailed);
    expect(failed).toMatchObject({ message: "fetch failed", reason, host: "127.0.0.1" });
    await expect.poll(target.open).toBe(0);
  });

  test("and a megabyte is a whole one", async () => {
    const answer = `${HEAD}content-length: 1048576\r\n\r\n${"b".repeat(1_048_576)}`;
    await using target = await receiver(answering(answer));
    const response = await fetchOf(target)(target.url, GET);
    expect((await response.bytes()).length).toBe(1_048_576);
  });

  test("one whose rest does not come in time", async () => {
    await using target = await receiver(answering(`${HEAD}content-length: 9\r\n\r\n{}`, silent));
    const fetch = fetchOf(target, { within: 200 });
    await expect(fetch(target.url, GET)).rejects.toMatchObject({ reason: "timeout" });
  });
});

test("whoever asked may end it, and hears of that alone", async () => {
  const asking = new AbortController();
  const why = new DOMException("enough", "TimeoutError");
  await using target = await receiver(() => asking.abort(why));
  const { signal } = asking;
  const failed = fetchOf(target)(target.url, { ...GET, signal }).catch((error: unknown) => error);
  expect(await failed).toBe(why);
  await expect.poll(target.open).toBe(0);
});

test("why nobody was reached is told with the system's own word", async () => {
  const target = await receiver(answering(OK));
  await target[Symbol.asyncDispose]();
  await expect(fetchOf(target)(target.url, GET)).rejects.toMatchObject({
    reason: "connection-refused",
    cause: { cause: { code: "ECONNREFUSED" } },
  });
});
