import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { VERSION } from "../telemetry/version.ts";
import { expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { telemetrySchema } from "../../protocol/telemetry.ts";
import { send, startServer } from "./server.fixture.ts";

/** A receiver of both kinds, which notes where each body came to. */
async function receiver() {
  const bodies: { readonly path: string; readonly body: unknown }[] = [];
  const server = createServer((request, response) => {
    void take(request, response);
  });

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    bodies.push({ path: request.url ?? "", body: JSON.parse(await text(request)) });
    response.end("{}");
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { bodies, origin: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}` };
}

test("both reporters tell what was done, and what they tell can be read before", async () => {
  const { bodies, origin, host } = await receiver();
  const server = await startServer({
    POSTHOG_HOST: origin,
    POSTHOG_KEY: "phc_secret",
    OTEL_EXPORTER_OTLP_ENDPOINT: origin,
    OTEL_EXPORTER_OTLP_HEADERS: "x-key=otlp_secret",
    // Not before it is read, and all of it at the end.
    TELEMETRY_INTERVAL: "3600",
  });
  const alert = { title: "s3cr3t title", source: "s3cr3t source", labels: { host: "s3cr3t" } };
  await send(server.port, { method: "POST", path: "/api/alerts", body: alert });
  await send(server.port, { path: "/api/alerts?q=s3cr3t" });
  for (const path of ["/api/alerts/1/acknowledge", "/api/alerts/2/acknowledge"])
    await send(server.port, { method: "POST", path });

  const told = await server.telemetry.read();
  expect(v.parse(telemetrySchema, told)).toEqual(told);
  expect(JSON.stringify(told)).not.toMatch(/phc_secret|otlp_secret|s3cr3t/u);
  expect(told.reporters).toMatchObject([
    { name: "posthog", state: "on", host, sent: 0, dropped: 0, failed: 0 },
    { name: "otlp", state: "on", host, sent: 0, dropped: 0, failed: 0 },
  ]);
  const done = { alerts_opened: 1, actions_acknowledge: 1, actions_rejected: 1 };
  const properties = { ...done, searches: 1, pages_head: 1, version: VERSION };
  expect(JSON.parse(told.reporters[0]?.next ?? "")).toMatchObject({
    batch: [{ event: "tocsin usage", properties }],
  });

  await server.stop();
  const posthog = bodies.find(({ path }) => path === "/batch/")?.body;
  const otlp = bodies.find(({ path }) => path === "/v1/metrics")?.body;
  expect(posthog).toMatchObject({
    api_key: "phc_secret",
    batch: [{ event: "tocsin usage", properties: { alerts_opened: 1 } }],
  });
  expect(JSON.stringify(otlp)).toMatch(
    /"tocsin_reports_total".{1,300}"stringValue":"opened".{1,200}"asDouble":1/u,
  );
  expect(JSON.stringify(bodies)).not.toContain("s3cr3t");
});

test("where nothing is configured, nothing leaves, and that is said", async () => {
  const server = await startServer({ DO_NOT_TRACK: "1" });
  onTestFinished(server.stop);
  const off = { state: "off", host: null, next: null, lastSentAt: null, lastFailure: null };
  expect((await server.telemetry.read()).reporters).toMatchObject([
    { name: "posthog", ...off },
    { name: "otlp", ...off },
  ]);
});

test("what is configured and forbidden is said to be", async () => {
  const { bodies, origin } = await receiver();
  const server = await startServer({
    POSTHOG_HOST: origin,
    POSTHOG_KEY: "phc_secret",
    DO_NOT_TRACK: "1",
  });
  await send(server.port, { method: "POST", path: "/api/alerts", body: { title: "x" } });
  const { reporters } = await server.telemetry.read();
  expect(reporters[0]).toMatchObject({ name: "posthog", state: "do-not-track", host: null });
  await server.stop();
  expect(bodies).toEqual([]);
});

test("why something was not taken is said in words", async () => {
  const refusing = createServer((_, response) => void response.writeHead(401).end());
  refusing.listen(0, "127.0.0.1");
  await once(refusing, "listening");
  onTestFinished(() => void refusing.close());
  const { port } = refusing.address() as AddressInfo;
  const server = await startServer({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    TELEMETRY_INTERVAL: "1",
  });
  onTestFinished(server.stop);
  const otlp = async () => (await server.telemetry.read()).reporters[1];
  await expect.poll(async () => (await otlp())?.failed).toBe(1);
  expect(await otlp()).toMatchObject({ dropped: 1, lastFailure: { words: "The answer was 401." } });
});

test("an id of a server stays with its database", async () => {
  const { bodies, origin } = await receiver();
  const telling = { OTEL_EXPORTER_OTLP_ENDPOINT: origin };
  const first = await startServer(telling);
  await first.stop();
  const again = await startServer({
    ...telling,
    DATABASE_URL: `file:${first.databaseFile}`,
  });
  await again.stop();
  const other = await startServer(telling);
  await other.stop();
  const ids = bodies.map(
    ({ body }) =>
      /"service\.instance\.id".{1,40}?"([\da-f-]{36})"/u.exec(JSON.stringify(body))?.[1],
  );
  expect(ids).toEqual([ids[0], ids[0], expect.not.stringMatching(ids[0] ?? "")]);
});
