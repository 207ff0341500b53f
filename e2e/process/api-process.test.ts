import { request } from "node:http";
import type { App } from "../support/app.ts";
import { expect, test } from "../support/fixtures.ts";

test.describe("asked what changes nothing", () => {
  test.use({ shares: true });

  test("says that it is alive and able to serve", async ({ app }) => {
    expect((await app.fetch("/healthz")).status).toBe(200);
    expect((await app.fetch("/readyz")).status).toBe(200);
  });

  test("has metrics for Prometheus", async ({ app }) => {
    const answer = await app.fetch("/metrics");
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/u);
    expect(await answer.text()).toMatch(/^# TYPE \w+ (counter|gauge|histogram)$/mu);
  });

  test("describes its own interface", async ({ app }) => {
    const answer = await app.fetch("/api/openapi.json");
    const { openapi, paths } = (await answer.json()) as { openapi: string; paths: object };
    expect(openapi).toMatch(/^3\.1/u);
    const described = Object.keys(paths).map((path) => path.replaceAll(/\{\w+\}/gu, "ID"));
    expect(described).toEqual(
      expect.arrayContaining([
        "/api/alerts",
        "/api/alerts/ID",
        "/api/alerts/ID/events",
        "/api/alerts/ID/acknowledge",
        "/api/alerts/bulk",
        "/api/ingest/alertmanager",
        "/api/ingest/grafana",
        "/api/timeline",
      ]),
    );
  });

  test("a name that points here is not answered to", async ({ app }) => {
    for (const method of ["GET", "POST"]) {
      expect(await statusFor(app, "evil.example", method)).toBe(403);
    }
    const { port } = new URL(app.url);
    expect(await statusFor(app, `localhost:${port}`, "GET")).toBe(200);
  });

  test("the page comes with a strict content security policy", async ({ app }) => {
    const policies = await Promise.all(
      ["/", "/"].map(async (path) => {
        const answer = await app.fetch(path);
        return answer.headers.get("content-security-policy") ?? "";
      }),
    );
    const [policy = "", again] = policies;
    expect(policy).toContain("object-src 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/script-src [^;]*'nonce-/u);
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval/u);
    expect(again, "a nonce is used once").not.toBe(policy);
  });
});

test("counts the timeline of all history, without the deleted", async ({ app }) => {
  const [id] = await app.open([
    { title: "a", severity: "critical" },
    { title: "b", severity: "info" },
    { title: "c", severity: "info" },
  ]);
  await app.fetch(`/api/alerts/${id}`, { method: "DELETE" });
  const answer = await app.fetch("/api/timeline?buckets=10");
  const { buckets } = (await answer.json()) as { buckets: Record<string, number | string>[] };
  expect(buckets.length).toBeGreaterThan(0);
  expect(buckets.length).toBeLessThanOrEqual(10);
  const sum = (severity: string) =>
    buckets.reduce((total, bucket) => total + Number(bucket[severity]), 0);
  expect([sum("critical"), sum("error"), sum("warning"), sum("info")]).toEqual([0, 0, 0, 2]);
  expect(Object.keys(buckets[0] ?? {}).toSorted()).toEqual(
    ["critical", "end", "error", "info", "start", "warning"].toSorted(),
  );
});

test("filters the timeline", async ({ app }) => {
  await app.open([
    { title: "a", source: "one" },
    { title: "b", source: "two" },
  ]);
  const count = async (query: string) => {
    const answer = await app.fetch(`/api/timeline?buckets=5&${query}`);
    const { buckets } = (await answer.json()) as { buckets: { info: number }[] };
    return buckets.reduce((total, { info }) => total + info, 0);
  };
  expect(await count("")).toBe(2);
  expect(await count("source=one")).toBe(1);
  expect(await count("q=nothing")).toBe(0);
});

test("a page of another site cannot change anything", async ({ app }) => {
  const [id] = await app.open([{ title: "a" }]);
  const foreign = { origin: "https://evil.example", "content-type": "application/json" };
  for (const [method, path] of [
    ["POST", "/api/alerts"],
    ["POST", `/api/alerts/${id}/resolve`],
    ["DELETE", `/api/alerts/${id}`],
    ["POST", "/api/alerts/bulk"],
    ["POST", "/api/ingest/alertmanager"],
  ] as const) {
    const body = method === "POST" ? { body: "{}" } : {};
    const answer = await app.fetch(path, { method, headers: foreign, ...body });
    expect(answer.status, path).toBe(403);
    expect(await answer.json(), path).toMatchObject({ code: "forbidden-origin" });
  }
  expect((await app.page()).head.seq).toBe(1);
});

test("what it has said yes to is there after a crash", async ({ app }) => {
  await app.open([{ title: "a" }, { title: "b" }]);
  const before = await app.page();
  await app.kill();
  await app.start();
  expect(await app.page()).toEqual(before);
});

/** fetch() lets nobody name another Host. */
function statusFor(app: App, host: string, method: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL("/api/alerts", app.url),
      { method, headers: { host } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    sent.on("error", reject);
    sent.end();
  });
}
