import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { problemOf, send } from "../process/server.fixture.ts";
import { serve } from "../process/asking.fixture.ts";

const { running, ask, post } = serve();

describe("a body", () => {
  const alert = { title: "Disk" };

  test.each([
    undefined,
    "application/json",
    "application/json; charset=utf-8",
    "APPLICATION/JSON",
    "application/vnd.alert+json",
  ])("of type %s is read", async (type) => {
    const headers = type === undefined ? {} : { "content-type": type };
    const body = JSON.stringify(alert);
    const received = await send(running().port, {
      method: "POST",
      path: "/api/alerts",
      body,
      headers,
    });
    expect(received.status).toBe(200);
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])(
    "of type %j is read as JSON all the same",
    async (type) => {
      const received = await post("/api/alerts", alert, { "content-type": type });
      expect(received.status).toBe(200);
    },
  );

  test.each(["compress", "snappy", "gzip, gzip", "toString", "aes128gcm"])(
    "in the encoding %s is refused",
    async (encoding) => {
      const received = await post("/api/alerts", alert, { "content-encoding": encoding });
      expect(problemOf(received)).toEqual([415, "unsupported-encoding"]);
    },
  );

  test("that says it is not encoded is read", async () => {
    const received = await post("/api/alerts", alert, { "content-encoding": "identity" });
    expect(received.status).toBe(200);
  });

  test.each([
    ["what is no JSON", "{title", "invalid-json"],
    ["nothing", "", "invalid-body"],
    ["what is no UTF-8", Buffer.from([0x22, 0xff, 0x22]), "invalid-utf8"],
    ["half a character", Buffer.from('"ü"').subarray(0, 2), "invalid-utf8"],
    ["lists without an end", "[".repeat(500_000), "invalid-json"],
    ["a number", "7", "invalid-body"],
    ["null", "null", "invalid-body"],
    ["too many alerts", JSON.stringify(Array.from({ length: 1001 }, () => alert)), "invalid-body"],
  ])("with %s is refused", async (_, body, code) => {
    const headers = { "content-type": "application/json" };
    expect(problemOf(await post("/api/alerts", body, headers))).toEqual([400, code]);
  });

  test("of lists in lists a hundred thousand deep is no alert", async () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const received = await post("/api/alerts", deep, { "content-type": "application/json" });
    expect(received.json).toMatchObject({ results: [{ outcome: "rejected" }] });
  });

  const MIB = 1_048_576;
  const filled = (bytes: number) => `{"title":"x"${" ".repeat(bytes - 13)}}`;

  test("of one MiB is read, of a byte more is not", async () => {
    const headers = { "content-type": "application/json" };
    expect((await post("/api/alerts", filled(MIB), headers)).status).toBe(200);
    expect(problemOf(await post("/api/alerts", filled(MIB + 1), headers))).toEqual([
      413,
      "body-too-large",
    ]);
  });

  test("too large is refused also to those who send on regardless", async () => {
    for (const length of [2 * MIB, 20 * MIB]) {
      const response = await fetch(`${running().url}/api/alerts`, {
        method: "POST",
        body: new Uint8Array(length),
      });
      expect(response.status).toBe(413);
    }
  });

  test("too large is refused where its length was not announced", async () => {
    const stream = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 40; part++) controller.enqueue(new Uint8Array(65_536).fill(32));
        controller.close();
      },
    });
    const response = await fetch(`${running().url}/api/alerts`, {
      method: "POST",
      body: stream,
      duplex: "half",
    } as RequestInit);
    expect(response.status).toBe(413);
  });

  test("that breaks off is no fault of ours", async () => {
    const failures: unknown[] = [];
    running().log.error = (...what: unknown[]) => void failures.push(what);
    const socket = connect(running().port, "127.0.0.1");
    socket.write(`POST /api/alerts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"ti`);
    const [, response] = (await once(running().http, "request")) as [unknown, ServerResponse];
    socket.destroy();
    await once(response, "close");
    // What that leads to has happened when another request has come and gone.
    await ask({ path: "/healthz" });
    expect(failures).toEqual([]);
  });
});

describe("an address", () => {
  test.each([
    ["GET", "/api/nothing", 404, "not-found"],
    ["GET", "/api/", 404, "not-found"],
    ["GET", "/api/alerts//", 404, "not-found"],
    ["GET", "/api/alerts/0", 404, "not-found"],
    ["GET", "/api/alerts/-1", 404, "not-found"],
    ["GET", "/api/alerts/1e3", 404, "not-found"],
    ["GET", "/api/alerts/__proto__", 404, "not-found"],
    ["GET", "/api/alerts/987654", 404, "alert-not-found"],
    ["GET", "/api/alerts/9999999999999999", 404, "alert-not-found"],
    ["GET", "/api/alerts/987654/events", 404, "alert-not-found"],
    ["POST", "/api/alerts/987654/acknowledge", 404, "alert-not-found"],
    ["DELETE", "/api/alerts/987654", 404, "alert-not-found"],
    ["GET", "/api/live", 426, "upgrade-required"],
  ])("%s %s answers %i %s", async (method, path, status, code) => {
    expect(problemOf(await ask({ method, path }))).toEqual([status, code]);
  });

  test.each([
    ["DELETE", "/api/alerts", "GET, POST"],
    ["POST", "/api/alerts/1", "GET, DELETE"],
    ["GET", "/api/alerts/bulk", "POST"],
    ["GET", "/api/ingest/grafana", "POST, PUT"],
    ["GET", "/api/ingest/alertmanager/", "POST, PUT"],
    ["GET", "/api/v2/alerts", "POST, PUT"],
    ["PATCH", "/api/timeline", "GET"],
    ["OPTIONS", "/api/alerts", "GET, POST"],
  ])("does not take %s %s, and says what it takes", async (method, path, allow) => {
    const received = await ask({ method, path });
    expect(problemOf(received)).toEqual([405, "method-not-allowed"]);
    expect(received.headers["allow"]).toBe(allow);
  });

  test("answers HEAD as GET, without the body", async () => {
    const [got, head] = [
      await ask({ path: "/api/alerts" }),
      await ask({ method: "HEAD", path: "/api/alerts" }),
    ];
    expect([head.status, head.text]).toEqual([200, ""]);
    expect(head.headers["content-length"]).toBe(got.headers["content-length"]);
  });

  test.each([
    ["//api/alerts", 404, "not-found"],
    ["/\\api/alerts", 404, "not-found"],
    ["//healthz", 404, "not-found"],
    ["/alerts//1", 404, "not-found"],
    ["http://localhost/healthz", 400, "bad-request"],
    ["*", 400, "bad-request"],
    ["/alerts/%ff", 400, "bad-request"],
    ["/api/alerts/%zz", 400, "bad-request"],
  ])("that others would read otherwise is refused: %s", async (path, status, code) => {
    expect(problemOf(await ask({ path }))).toEqual([status, code]);
  });

  test.each(["/", "/alerts/1", "/healthz", "/metrics", "/_server"])(
    "beyond the API is only read: %s",
    async (path) => {
      for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"]) {
        const received = await ask({ method, path });
        expect(problemOf(received)).toEqual([405, "method-not-allowed"]);
        expect(received.headers["allow"]).toBe("GET, HEAD");
      }
    },
  );

  test("beyond the API belongs to the pages", async () => {
    for (const path of ["/", "/alerts/1", "/api", "/?at=x"]) {
      expect((await ask({ path })).text).toContain(`"via":"open"`);
    }
  });
});

describe("a request", () => {
  test("from another site changes nothing, but may be read", async () => {
    const headers = { origin: "https://evil.example" };
    for (const path of ["/api/alerts", "/api/alerts/1/resolve", "/api/ingest/grafana", "/"]) {
      expect(problemOf(await post(path, {}, headers))).toEqual([403, "forbidden-origin"]);
    }
    expect((await ask({ path: "/api/alerts", headers })).status).toBe(200);
  });

  test("to another name is refused, whatever it asks", async () => {
    for (const path of ["/", "/api/alerts", "/healthz/", "/favicon.svg"]) {
      expect(problemOf(await ask({ path, headers: { host: "evil.example" } }))).toEqual([
        403,
        "forbidden-host",
      ]);
    }
  });
});

describe("probes", () => {
  test("say that it is alive, ready and how it is", async () => {
    expect((await ask({ path: "/healthz" })).json).toEqual({
      status: "alive",
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/u),
      build: "from source",
    });
    expect((await ask({ path: "/readyz" })).json).toEqual({ status: "ready" });
    const metrics = await ask({ path: "/metrics" });
    expect(metrics.headers["content-type"]).toMatch(/^text\/plain; version=0.0.4/u);
    expect(metrics.text).toMatch(/^tocsin_commits_total \d+$/mu);
  });

  test.each(["10.0.0.5:3000", "tocsin", "[fd00::5]", "pod_1.example:80"])(
    "are answered under any name: %s",
    async (host) => {
      for (const path of ["/healthz", "/readyz", "/metrics"]) {
        expect((await ask({ path, headers: { host } })).status).toBe(200);
        expect((await ask({ method: "HEAD", path, headers: { host } })).status).toBe(200);
      }
    },
  );

  test("are answered to who asks as before there were Hosts", async () => {
    for (const [path, status] of [
      ["/healthz", "200"],
      ["/api/alerts", "403"],
    ] as const) {
      const socket = connect(running().port, "127.0.0.1");
      socket.end(`GET ${path} HTTP/1.0\r\n\r\n`);
      expect((await text(socket)).slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
    }
  });
});

test.each(["hunter2", '{"password":hunter2}', '{"password":"x" hunter2'])(
  "ASVS 16.5.1: of a body that is no JSON, nothing is repeated: %s",
  async (body) => {
    const { text } = await post("/api/session", body);
    expect(text).toContain("invalid-json");
    expect(text).not.toMatch(/unter2/u);
  },
);
