import { describe, expect, test } from "vitest";
import { serve } from "../process/asking.fixture.ts";

const { running, ask, post } = serve();
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

describe("a request", () => {
  test("is named anew, in each answer", async () => {
    const ids = await Promise.all(
      ["/", "/healthz", "/api/alerts", "/api/nothing", "/api/alerts?limit=x"].map(
        async (path) => (await ask({ path })).headers["x-request-id"],
      ),
    );
    for (const id of ids) expect(id).toMatch(UUID);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("keeps the name that a proxy has given it", async () => {
    for (const id of ["7f3a", "5c0e4c1b-7a7e-4d7e-9d2f-0a1b2c3d4e5f", "a.b:c_d"]) {
      const { headers } = await ask({ path: "/healthz", headers: { "x-request-id": id } });
      expect(headers["x-request-id"]).toBe(id);
    }
  });

  test.each(["", "a b", "a,b", "x".repeat(65), '"}', "\u009b31m", "<b>"])(
    "does not take any name: %j",
    async (id) => {
      const { headers } = await ask({ path: "/healthz", headers: { "x-request-id": id } });
      expect(headers["x-request-id"]).toMatch(UUID);
    },
  );
});

describe("the log", () => {
  /** The lines that are logged meanwhile. */
  async function logged(level: "debug" | "error", act: () => Promise<unknown>): Promise<unknown[]> {
    const lines: unknown[] = [];
    const { log } = running();
    const before = log[level];
    log[level] = (line: unknown) => void lines.push(line);
    await act();
    log[level] = before;
    return lines;
  }

  test("has each request, without its query, its body or what its path names", async () => {
    const lines = await logged("debug", async () => {
      await ask({ path: "/api/alerts?q=secret&source=secret" });
      await post("/api/alerts?secret=1", { title: "secret", annotations: { secret: "secret" } });
      await ask({ path: "/api/alerts/secret", headers: { "x-request-id": "r1" } });
      await ask({ path: "/secret?q=secret" });
      await ask({ path: "/healthz?q=secret" });
      await post("/api/alerts", "{secret");
    });
    expect(lines).toMatchObject([
      { method: "GET", route: "/api/alerts", status: 200 },
      { method: "POST", route: "/api/alerts", status: 200 },
      { method: "GET", route: "none", status: 404, requestId: "r1" },
      { method: "GET", route: "site", status: 200 },
      { method: "GET", route: "/healthz", status: 200 },
      { method: "POST", route: "/api/alerts", status: 400 },
    ]);
    expect(JSON.stringify(lines)).not.toContain("secret");
    expect(lines[0]).toEqual({
      requestId: expect.stringMatching(UUID),
      method: "GET",
      route: "/api/alerts",
      status: 200,
      ms: expect.any(Number),
      bytes: expect.any(Number),
    });
  });

  test("has what went wrong under the name that the answer gives, and only there", async () => {
    const { store } = running();
    const before = store.alert;
    let answer = await ask({ path: "/healthz" });
    const lines = await logged("error", async () => {
      Object.assign(store, {
        alert() {
          throw new Error("near SELECT: /secret/path");
        },
      });
      answer = await ask({ path: "/api/alerts/1", headers: { "x-request-id": "r2" } });
      Object.assign(store, { alert: before });
    });
    expect(lines).toEqual([
      { err: expect.any(Error), requestId: "r2", method: "GET", route: "/api/alerts/:id" },
    ]);
    expect(answer.json).toEqual({
      type: "urn:tocsin:problem:internal",
      title: expect.any(String),
      status: 500,
      detail: "This has been logged.",
      code: "internal",
      instance: "urn:tocsin:request:r2",
    });
  });
});
