import { expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { auditSchema } from "../../protocol/people.ts";
import { startLyingProvider } from "../auth/lying-provider.fixture.ts";
import { problemOf } from "./server.fixture.ts";
import { startTeam } from "./team.fixture.ts";

// Nobody answers there.
const OIDC = { OIDC_ISSUER: "http://127.0.0.1:1", OIDC_CLIENT_ID: "tocsin", OIDC_VIEWERS: "*" };

test("who comes back from a provider to which nobody was sent is refused, and not noted for ever", async () => {
  const time = Date.now();
  const team = await startTeam(OIDC, { now: () => time });
  onTestFinished(() => team.server.stop());
  for (let times = 0; times < 60; times += 1) {
    const { status, headers } = await team.ask({ path: "/auth/return?code=x&state=y" });
    expect([status, headers["location"]]).toEqual([303, "/sign-in?problem=sign-in-expired"]);
  }
  const { json } = await team.rule("GET", "/api/audit?limit=200");
  const failures = v
    .parse(auditSchema, json)
    .entries.filter(({ type }) => type === "sign-in-failed");
  expect(failures).toHaveLength(20);
  // All of them are counted, which takes no room.
  expect(await team.server.telemetry.metrics.text()).toContain(
    'tocsin_sign_ins_total{via="oidc",outcome="sign-in-expired"} 60',
  );
});

test("a provider in one's own network signs people in, and is no receiver of webhooks for that", async () => {
  const provider = await startLyingProvider("tocsin", {});
  onTestFinished(provider.stop);
  const team = await startTeam({ ...OIDC, OIDC_ISSUER: provider.issuer.href });
  onTestFinished(() => team.server.stop());
  const { status, headers } = await team.ask({ path: "/auth/start" });
  expect([status, headers["location"]]).toEqual([
    303,
    expect.stringContaining(`${provider.issuer.origin}/auth?`),
  ]);
  const body = { name: "x", url: `${provider.issuer.origin}/token` };
  const answer = await team.ask({
    method: "POST",
    path: "/api/webhooks",
    headers: { cookie: await team.enter("Mira"), origin: team.origin },
    body,
  });
  expect(problemOf(answer)).toEqual([400, "address-refused"]);
});
