import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { newWebhookSchema } from "../../protocol/webhooks.ts";
import { startTeam } from "./team.fixture.ts";

/** A proxy that answers itself, and notes whom it was asked for. */
async function egressProxy() {
  const asked = new Set<string>();
  const server = createServer(({ url = "" }, response) => {
    asked.add(url);
    const issuer = "http://login.test";
    const metadata = { issuer, authorization_endpoint: `${issuer}/auth` };
    response.setHeader("content-type", "application/json").end(JSON.stringify(metadata));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { asked, url: `http://127.0.0.1:${port}` };
}

// All of these names are known to nobody here.
test("whatever calls out goes through the egress proxy", async () => {
  const proxy = await egressProxy();
  const { server, ask, rule } = await startTeam({
    EGRESS_PROXY: proxy.url,
    INSECURE_HTTP: "yes",
    OIDC_ISSUER: "http://login.test",
    OIDC_CLIENT_ID: "tocsin",
    OIDC_VIEWERS: "*",
    POSTHOG_HOST: "http://posthog.test",
    POSTHOG_KEY: "k",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.test",
  });
  const webhook = { name: "x", url: "http://receiver.test/hook" };
  const { json } = await rule("POST", "/api/webhooks", webhook);
  const { id } = v.parse(newWebhookSchema, json);
  const tried = await rule("POST", `/api/webhooks/${id}/test`);
  expect(tried.json).toMatchObject({ attempt: { outcome: "delivered" } });
  const { headers } = await ask({ path: "/auth/start" });
  expect(headers["location"]).toMatch(/^http:\/\/login\.test\/auth\?/u);
  // What is left to be told is told at the end.
  await server.stop();
  expect([...proxy.asked].sort()).toEqual([
    "http://collector.test/v1/metrics",
    "http://login.test/.well-known/openid-configuration",
    expect.stringMatching(/^http:\/\/posthog\.test\//u),
    "http://receiver.test/hook",
  ]);
});
