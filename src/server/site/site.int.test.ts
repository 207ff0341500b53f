import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemOf, send, type Server, startServer } from "../process/server.fixture.ts";
import { createSite, type Pages } from "./site.ts";

/** A framework that shows what it was asked, and fails as the real one does. */
const pages: Pages = {
  config: {},
  fetch(request) {
    if (!request.url.endsWith("/fail")) {
      const asked = { url: request.url, headers: Object.fromEntries(request.headers) };
      return new Response(JSON.stringify(asked), { headers: { "content-type": "text/html" } });
    }
    this.config.onError?.(new Error("at /secret/path"), { req: request });
    return new Response("/secret/path", { status: 500 });
  },
};

let server: Server;
const http = createServer();
beforeAll(async () => {
  server = await startServer();
  const site = createSite(path.dirname(server.databaseFile), async () => pages, {
    basePath: "/",
    readingFor: server.readingFor,
    isSetUp: server.entrance.isSetUp,
  });
  http.on("request", server.listener(site.answer));
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
});
afterAll(async () => {
  http.close();
  await server.stop();
});

function ask(address: string, headers = {}) {
  return send((http.address() as AddressInfo).port, { path: address, headers });
}

describe("a page", () => {
  test("is asked for by its address alone", async () => {
    const foreign = { cookie: "flash={}", "x-forwarded-host": "evil", "x-tocsin-nonce": "forged" };
    const { text, headers } = await ask("/alerts/1?q=a", foreign);
    const { url, headers: passed } = JSON.parse(text) as { url: string; headers: object };
    expect(url).toBe("http://host/alerts/1?q=a");
    expect(Object.keys(passed), "nobody has signed in").toEqual(["x-tocsin-nonce"]);
    const [nonce] = Object.values(passed);
    expect(headers["content-security-policy"]).toContain(`'nonce-${nonce}'`);
    expect(nonce).not.toBe("forged");
  });

  test("that fails is a problem, and what failed is logged with the request", async () => {
    const lines: unknown[] = [];
    server.log.error = (line: unknown) => void lines.push(line);
    const received = await ask("/fail", { "x-request-id": "r1" });
    expect(received.json).toMatchObject({ code: "internal", instance: "urn:tocsin:request:r1" });
    expect(received.text).not.toContain("secret");
    expect(lines).toMatchObject([{ err: { message: "at /secret/path" }, requestId: "r1" }]);
  });

  test("calls no functions of ours", async () => {
    for (const address of ["/_server", "/_server?id=x&args=[]", "/_server/x"]) {
      expect(problemOf(await ask(address))).toEqual([404, "not-found"]);
    }
  });
});
