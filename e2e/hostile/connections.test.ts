import { expect, test } from "../support/fixtures.ts";
import { expectUnharmed, memoryOf } from "../support/unharmed.ts";
import { dial, exchange, heard, read } from "../support/wire.ts";

// What it takes of memory is measured.
test.use({ alone: true });

const HOST = "Host: localhost\r\n";
const LAST = `${HOST}Connection: close\r\n`;
const ALERT = '{"title":"x"}';
const POST = `POST /api/alerts HTTP/1.1\r\n${LAST}`;

test("what is no HTTP, or two readings of it, is refused and the connection ends", async ({
  app,
}) => {
  const before = await memoryOf(app);
  const many = Array.from({ length: 5_000 }, (_, index) => `h${index}: x\r\n`).join("");
  for (const [about, text, expected] of [
    ["TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "400 bad-request"],
    ["no version", "GET /\r\n\r\n", "403 forbidden-host"],
    ["no path", `GET HTTP/1.1\r\n${LAST}\r\n`, "400 bad-request"],
    ["another version", `GET / HTTP/3.0\r\n${LAST}\r\n`, "400 bad-request"],
    ["an unknown method", `BREW /pot HTTP/1.1\r\n${LAST}\r\n`, "400 bad-request"],
    ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400 bad-request"],
    ["bytes in the path", `GET /\xff\xfe HTTP/1.1\r\n${LAST}\r\n`, "400 bad-request"],
    ["a NUL in the path", `GET /\0 HTTP/1.1\r\n${LAST}\r\n`, "400 bad-request"],
    ["a header without a colon", `GET / HTTP/1.1\r\n${LAST}header\r\n\r\n`, "400 bad-request"],
    ["a space before the colon", `GET / HTTP/1.1\r\n${LAST}a : b\r\n\r\n`, "400 bad-request"],
    ["a line that is folded", `GET / HTTP/1.1\r\n${LAST}a: b\r\n c\r\n\r\n`, "400 bad-request"],
    ["a bare carriage return", `GET / HTTP/1.1\r\n${LAST}a: b\rc: d\r\n\r\n`, "400 bad-request"],
    ["a NUL in a header", `GET / HTTP/1.1\r\n${LAST}a: \0\r\n\r\n`, "400 bad-request"],
    ["no Host", "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n", "403 forbidden-host"],
    ["two Hosts", `GET /healthz HTTP/1.1\r\nHost: evil\r\n${LAST}\r\n`, "403 forbidden-host"],
    ["a Host in the path", `GET http://evil/healthz HTTP/1.1\r\n${LAST}\r\n`, "400 bad-request"],
    ["*", `OPTIONS * HTTP/1.1\r\n${LAST}\r\n`, "400 bad-request"],
    ["//", `GET //api/alerts HTTP/1.1\r\n${LAST}\r\n`, "404 not-found"],
    ["/\\", `GET /\\api/alerts HTTP/1.1\r\n${LAST}\r\n`, "404 not-found"],
    ["///", `GET /// HTTP/1.1\r\n${LAST}\r\n`, "404 not-found"],
    ["a wrong encoding", `GET /alerts/%zz HTTP/1.1\r\n${LAST}\r\n`, "400 bad-request"],
    ["half an encoding", `GET /alerts/%e2%82 HTTP/1.1\r\n${LAST}\r\n`, "400 bad-request"],
    [
      "two lengths",
      `${POST}Content-Length: 13\r\nContent-Length: 2\r\n\r\n${ALERT}`,
      "400 bad-request",
    ],
    ["two lengths in one", `${POST}Content-Length: 13, 2\r\n\r\n${ALERT}`, "400 bad-request"],
    ["a negative length", `${POST}Content-Length: -13\r\n\r\n${ALERT}`, "400 bad-request"],
    ["a signed length", `${POST}Content-Length: +13\r\n\r\n${ALERT}`, "400 bad-request"],
    ["a length in hexadecimal", `${POST}Content-Length: 0xd\r\n\r\n${ALERT}`, "400 bad-request"],
    [
      "a length beyond numbers",
      `${POST}Content-Length: 99999999999999999999\r\n\r\n`,
      "400 bad-request",
    ],
    [
      "a length beyond the limit",
      `${POST}Content-Length: 99999999999\r\n\r\n`,
      "413 body-too-large",
    ],
    [
      "a length and chunks",
      `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n${LAST}\r\n`,
      "400 bad-request",
    ],
    [
      "chunks and a length",
      `${POST}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`,
      "400 bad-request",
    ],
    [
      "chunks that end not last",
      `${POST}Transfer-Encoding: chunked, x\r\n\r\n0\r\n\r\n`,
      "400 bad-request",
    ],
    [
      "chunks by another name",
      `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
      "400 bad-request",
    ],
    [
      "zipped chunks",
      `${POST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
      "415 unsupported-encoding",
    ],
    [
      "chunks twice",
      `${POST}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`,
      "400 bad-request",
    ],
    ["a chunk of no size", `${POST}Transfer-Encoding: chunked\r\n\r\nx\r\n`, "400 bad-request"],
    [
      "a chunk of any size",
      `${POST}Transfer-Encoding: chunked\r\n\r\n${"f".repeat(20)}\r\n`,
      "400 bad-request",
    ],
    [
      "a chunk that is longer",
      `${POST}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n`,
      "400 bad-request",
    ],
    [
      "a zipped body",
      `${POST}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b`,
      "400 invalid-encoding",
    ],
    ["a long path", `GET /${"x".repeat(20_000)} HTTP/1.1\r\n${LAST}\r\n`, "431 headers-too-large"],
    [
      "a long query",
      `GET /api/alerts?q=${"x".repeat(20_000)} HTTP/1.1\r\n${LAST}\r\n`,
      "431 headers-too-large",
    ],
    [
      "a long header",
      `GET / HTTP/1.1\r\n${LAST}a: ${"x".repeat(20_000)}\r\n\r\n`,
      "431 headers-too-large",
    ],
    ["many headers", `GET / HTTP/1.1\r\n${LAST}${many}\r\n`, "431 headers-too-large"],
    ["an answer that is traced", `TRACE / HTTP/1.1\r\n${LAST}\r\n`, "405 method-not-allowed"],
    [
      "no key",
      `GET /api/live HTTP/1.1\r\n${HOST}Connection: upgrade\r\nUpgrade: websocket\r\n\r\n`,
      "400 bad-request",
    ],
  ] as const) {
    expect(read(await exchange(app, text)), about).toBe(expected);
  }
  expect(await exchange(app, `CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n`)).toBe("");
  await expectUnharmed(app, before);
  expect((await app.page()).alerts).toEqual([]);
});

test("requests in a row are answered in a row, and who hangs up amid one harms nobody", async ({
  app,
}) => {
  const get = (path: string, more = HOST) => `GET ${path} HTTP/1.1\r\n${more}\r\n`;
  const row = `${get("/healthz")}${get("/api/alerts")}${get("/nowhere")}${get("/readyz", LAST)}`;
  const answers = (await exchange(app, row)).match(/(?<=HTTP\/1\.1 )\d{3}/gu);
  expect(answers).toEqual(["200", "200", "404", "200"]);

  // To node, who says no more listens no more: there is nobody to answer.
  for (const length of [13, 14]) {
    const half = dial(app, `${POST}Content-Length: ${length}\r\n\r\n${ALERT}`);
    half.end();
    expect(await heard(half)).not.toContain("HTTP/1.1 5");
  }

  const flood = get("/healthz").repeat(3_000);
  const flooded = (await exchange(app, `${flood}${get("/healthz", LAST)}`)).match(
    /HTTP\/1\.1 200/gu,
  );
  expect(flooded).toHaveLength(3_001);
  await expectUnharmed(app, await memoryOf(app));
});

test("nothing but the built files can be read as a file", async ({ app }) => {
  const secret = /better-sqlite3|"private": true|SQLite format|root:/u;
  const up = ["../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..\\", "..%5c", "....//", "%252e%252e%252f"];
  const names = ["package.json", "server/main.js", "etc/passwd", "data/tocsin.db"];
  for (const name of names) {
    for (const step of up) {
      for (const start of ["/", "/_build/", "/_build/assets/"]) {
        const path = `${start}${step.repeat(4)}${name}`;
        const answer = await exchange(app, `GET ${path} HTTP/1.1\r\n${LAST}\r\n`);
        expect(answer, path).toMatch(/^HTTP\/1\.1 (?:400|404)/u);
        expect(answer, path).not.toMatch(secret);
      }
    }
  }
  for (const path of [
    "/favicon.svg%00.js",
    "/.env",
    "/.git/config",
    "/_build/.vite/manifest.json",
  ]) {
    expect(await exchange(app, `GET ${path} HTTP/1.1\r\n${LAST}\r\n`)).toMatch(/^HTTP\/1\.1 404/u);
  }
});

test("those who drip hold nobody up, and are given up", async ({ app }) => {
  const before = await memoryOf(app);
  const heads = Array.from({ length: 200 }, () => dial(app, `GET / HTTP/1.1\r\n${HOST}`));
  const bodies = Array.from({ length: 200 }, () => dial(app, `${POST}Content-Length: 999\r\n\r\n`));
  const ends = Promise.all(heads.map((socket) => heard(socket)));
  const drip = setInterval(() => {
    for (const socket of heads) socket.write("a: b\r\n");
    for (const socket of bodies) socket.write(" ");
  }, 500);
  await app.open([{ title: "Meanwhile" }]);
  expect((await app.page()).alerts).toHaveLength(1);
  for (const answer of await ends) expect(read(answer)).toBe("408 request-timeout");
  clearInterval(drip);
  for (const socket of bodies) socket.destroy();
  await expectUnharmed(app, before);
});
