import { expect, test } from "vitest";
import { createProxied, type Headers, trustedOf } from "./proxy.ts";

const trusted = trustedOf(["10.1.0.0/16", "127.0.0.1", "fd00::/8"]);
if (trusted === null) throw new Error("These are networks.");
const roles = { admins: ["sre"], operators: ["ops"], viewers: ["staff"] };
const config = {
  userHeader: "x-user",
  groupsHeader: "x-groups",
  trusted,
  secretHeader: null,
  roles,
};
const now = () => 1_000;
const proxied = createProxied(config, now);
const mira = { "x-user": ["mira"], "x-groups": ["staff,ops"] };

test("whoever comes by the proxy is who it says", () => {
  expect(proxied(mira, "10.1.2.3")).toEqual({
    ok: true,
    value: {
      name: "user:mira",
      role: "operator",
      scopes: ["read", "ingest", "operate"],
      via: "proxy",
      source: null,
      userId: null,
      sessionId: null,
      keyId: null,
      until: 1_000 + 15 * 60_000,
    },
  });
});

test.each(["10.1.0.0", "10.1.255.255", "::ffff:10.1.2.3", "127.0.0.1", "fd12::1", "fd12::1%eth0"])(
  "%s is the proxy",
  (peer) => {
    expect(proxied(mira, peer)).toMatchObject({ ok: true, value: { name: "user:mira" } });
  },
);

test.each([
  "10.2.0.1",
  "10.0.255.255",
  "127.0.0.2",
  "::1",
  "::ffff:10.2.0.1",
  "::10.1.2.3",
  "fe80::1",
  "2001:db8::1",
  "10.1.2.3.4",
  "",
  undefined,
])("%s is not the proxy, and its headers are as if they were not there", (peer) => {
  for (const headers of [mira, { "x-user": ["a", "b"] }, { "x-user": ["\0"] }])
    expect(proxied(headers, peer)).toEqual({ ok: true, value: null });
});

test.each([{}, { "x-user": [""] }, { "x-user": [] }, { "x-groups": ["sre"] }])(
  "%j says of nobody that they have signed in",
  (headers: Headers) => {
    expect(proxied(headers, "10.1.2.3")).toEqual({ ok: true, value: null });
  },
);

test.each([
  [{ "x-user": ["mira", "mira"], "x-groups": ["sre"] }],
  [{ "x-user": ["mira", ""], "x-groups": ["sre"] }],
  [{ "x-user": ["mira"], "x-groups": ["staff", "sre"] }],
  [{ "x-user": ["   "], "x-groups": ["sre"] }],
  [{ "x-user": ["a\tb"], "x-groups": ["sre"] }],
  [{ "x-user": ["x".repeat(101)], "x-groups": ["sre"] }],
  [{ "x-user": ["\xE9"], "x-groups": ["sre"] }],
  [{ "x-user": ["mira"], "x-groups": ["\xFF"] }],
])("%j is refused", (headers: Headers) => {
  expect(proxied(headers, "10.1.2.3")).toMatchObject({
    ok: false,
    problem: { code: "sign-in-required" },
  });
});

test("names are UTF-8, composed and trimmed", () => {
  const user = Buffer.from(" Zoe\u0308 ").toString("latin1");
  expect(proxied({ "x-user": [user], "x-groups": ["sre"] }, "10.1.2.3")).toMatchObject({
    value: { name: "user:Zoë" },
  });
});

test.each([
  ["staff", "viewer"],
  ["staff, ops", "operator"],
  ["staff|sre", "admin"],
  ["other,sre,staff", "admin"],
])("of the groups %j the role is %s", (groups, role) => {
  expect(proxied({ ...mira, "x-groups": [groups] }, "10.1.2.3")).toMatchObject({ value: { role } });
});

test.each(["", "SRE", "sre ops", "sres", undefined])("the groups %j have no role", (groups) => {
  const headers = { "x-user": ["mira"], "x-groups": groups === undefined ? [] : [groups] };
  expect(proxied(headers, "10.1.2.3")).toMatchObject({
    ok: false,
    problem: { code: "not-allowed" },
  });
});

test("without a header for groups, the lists name people", () => {
  const byName = createProxied(
    {
      ...config,
      groupsHeader: null,
      roles: { admins: ["mira"], operators: [], viewers: ["*"] },
    },
    now,
  );
  expect(byName(mira, "10.1.2.3")).toMatchObject({ value: { role: "admin" } });
  expect(byName({ "x-user": ["tom"], "x-groups": ["mira"] }, "10.1.2.3")).toMatchObject({
    value: { role: "viewer" },
  });
  expect(byName({ "x-user": ["tom,mira"] }, "10.1.2.3")).toMatchObject({
    value: { role: "viewer" },
  });
});

test("without lists, all are operators", () => {
  const any = createProxied({ ...config, groupsHeader: null, roles: null }, now);
  expect(any(mira, "10.1.2.3")).toMatchObject({ value: { role: "operator" } });
});

test("with a secret, who does not show it is not the proxy", () => {
  const secret = createProxied(
    { ...config, secretHeader: { name: "x-secret", value: "s3cret" } },
    now,
  );
  expect(secret({ ...mira, "x-secret": ["s3cret"] }, "10.1.2.3")).toMatchObject({
    value: { name: "user:mira" },
  });
  for (const shown of [undefined, [], [""], ["S3cret"], ["s3cret", "s3cret"], ["s3cret", "x"]])
    expect(secret({ ...mira, "x-secret": shown }, "10.1.2.3")).toEqual({ ok: true, value: null });
  expect(secret({ ...mira, "x-secret": ["s3cret"] }, "10.2.2.3")).toEqual({
    ok: true,
    value: null,
  });
});

test.each([
  "",
  "10.0.0",
  "10.0.0.0/33",
  "::/129",
  "10.0.0.0/",
  "10.0.0.0/8/8",
  "localhost",
  "fe80::1%a",
])("%j is no network", (network) => {
  expect(trustedOf(["127.0.0.1", network])).toBeNull();
});

test("a network of all is one", () => {
  const all = trustedOf(["0.0.0.0/0"]);
  expect(all?.check("203.0.113.1", "ipv4")).toBe(true);
  expect(trustedOf([])?.check("127.0.0.1", "ipv4")).toBe(false);
});
