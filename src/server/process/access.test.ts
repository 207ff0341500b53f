import { describe, expect, test } from "vitest";
import { type AccessConfig, anonymousOf, faultOfAccess } from "./access.ts";

const [LOOPBACK, BEYOND] = ["127.0.0.1", "0.0.0.0"];
const [HTTP, HTTPS] = ["http://alerts.example.org", "https://alerts.example.org"];

function config(host: string, origin: string | null, fields: Partial<AccessConfig> = {}) {
  const publicOrigin = origin === null ? null : new URL(origin);
  const defaults = {
    anonymous: null,
    insecureHttp: false,
    hasProvider: false,
    isBehindProxy: false,
  };
  return { host, publicOrigin, ...defaults, ...fields };
}

const PROVIDER = { hasProvider: true };

// Each line of the table in docs/operating.md, with and without accounts.
describe.each([
  { host: LOOPBACK, origin: null, fields: {}, without: "open", with: "none" },
  { host: "::1", origin: null, fields: {}, without: "open", with: "none" },
  { host: "localhost", origin: null, fields: {}, without: "open", with: "none" },
  { host: LOOPBACK, origin: null, fields: PROVIDER, without: "none", with: "none" },
  { host: LOOPBACK, origin: null, fields: { isBehindProxy: true }, without: "none", with: "none" },
  { host: LOOPBACK, origin: HTTP, fields: {}, without: "none", with: "none" },
  { host: LOOPBACK, origin: HTTPS, fields: {}, without: "none", with: "none" },
  { host: LOOPBACK, origin: HTTPS, fields: PROVIDER, without: "none", with: "none" },
  { host: BEYOND, origin: HTTPS, fields: {}, without: "none", with: "none" },
  { host: BEYOND, origin: HTTPS, fields: PROVIDER, without: "none", with: "none" },
  { host: BEYOND, origin: HTTP, fields: { insecureHttp: true }, without: "none", with: "none" },
] as const)("HOST $host, PUBLIC_ORIGIN $origin, $fields", (line) => {
  const asked = config(line.host, line.origin, line.fields);

  test("is served", () => expect(faultOfAccess(asked)).toBeNull());

  test("lets in without accounts, and with some", () => {
    expect([anonymousOf(asked, false), anonymousOf(asked, true)]).toEqual([
      line.without,
      line.with,
    ]);
  });

  test.each(["none", "viewer", "operator"] as const)("ANONYMOUS=%s goes before", (anonymous) => {
    const named = { ...asked, anonymous };
    expect(faultOfAccess(named)).toBeNull();
    expect([anonymousOf(named, false), anonymousOf(named, true)]).toEqual([anonymous, anonymous]);
  });
});

test.each([
  [BEYOND, null, {}, /^PUBLIC_ORIGIN: must be set/u],
  [BEYOND, null, PROVIDER, /^PUBLIC_ORIGIN: must be set/u],
  [BEYOND, null, { insecureHttp: true }, /^PUBLIC_ORIGIN: must be set/u],
  [BEYOND, null, { anonymous: "none" }, /^PUBLIC_ORIGIN: must be set/u],
  [BEYOND, HTTP, {}, /^PUBLIC_ORIGIN: must begin with https/u],
  [BEYOND, HTTP, PROVIDER, /^PUBLIC_ORIGIN: must begin with https/u],
] as const)("HOST %s, PUBLIC_ORIGIN %s, %j is not served", (host, origin, fields, fault) => {
  expect(faultOfAccess(config(host, origin, fields))).toMatch(fault);
});

test.each(["viewer", "operator"] as const)("ANONYMOUS=%s is served anywhere", (anonymous) => {
  for (const origin of [null, HTTP])
    expect(faultOfAccess(config(BEYOND, origin, { anonymous }))).toBeNull();
});
