import { expect, onTestFinished, test } from "vitest";
import * as v from "valibot";
import { auditSchema } from "../../protocol/people.ts";
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
});
