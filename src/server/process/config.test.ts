import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { shownLocation } from "../store/location.ts";
import { ConfigError, readConfig } from "./config.ts";

test("everything has a default", () => {
  expect(readConfig({})).toEqual({
    host: "127.0.0.1",
    port: 3000,
    database: { engine: "sqlite", file: path.resolve("data/tocsin.db") },
    publicOrigin: null,
    basePath: "/",
    allowedHosts: [],
    logLevel: "info",
    generatorRate: 0,
    anonymous: null,
    insecureHttp: false,
    hasProvider: false,
    isBehindProxy: false,
    oidc: null,
    proxy: null,
    trustedProxies: null,
    webhookAllow: [],
    egressProxy: null,
    telemetry: { posthog: null, isUntracked: false, otlp: null, interval: 10_000 },
    backup: {
      file: path.resolve("data/tocsin.db"),
      folder: path.resolve("data/backups"),
      isFolderNamed: false,
      schedule: null,
      keep: { type: "spread", days: 7, weeks: 4, months: 12 },
    },
    retention: null,
    trashRetention: null,
  });
});

test("backups lie beside the database, or where it is said", () => {
  expect(readConfig({ DATABASE_URL: "file:/var/lib/tocsin/tocsin.db" })).toMatchObject({
    backup: { folder: "/var/lib/tocsin/backups", isFolderNamed: false },
  });
  expect(readConfig({ BACKUP_DIR: "elsewhere" })).toMatchObject({
    backup: { folder: path.resolve("elsewhere"), isFolderNamed: true },
  });
});

test("alerts are kept for an age, or for ever", () => {
  const read = readConfig({ RETENTION: "90d", TRASH_RETENTION: "off" });
  expect(read.retention).toEqual({ count: 90, unit: "d" });
  expect(read.trashRetention).toBeNull();
});

test("what may be called besides public addresses is named with its port", () => {
  const { webhookAllow, egressProxy } = readConfig({
    WEBHOOK_ALLOW: "10.1.2.3:8080,[fd00::5]:443",
    EGRESS_PROXY: "http://smokescreen:4750",
  });
  expect(webhookAllow).toEqual([
    { address: "10.1.2.3", port: 8080 },
    { address: "fd00::5", port: 443 },
  ]);
  expect(egressProxy).toEqual({ host: "smokescreen", port: 4750, headers: {} });
});

test("an empty variable is as good as none", () => {
  const empty = { PORT: "", DATABASE_URL: " ", GENERATOR: "", HOST: "\r", ALLOWED_HOSTS: "" };
  expect(readConfig(empty)).toEqual(readConfig({}));
});

test("blanks around a value are no part of it", () => {
  const config = readConfig({ PORT: "80\r", HOST: " ::1", DATABASE_URL: "file:/a/b.db \n" });
  expect(config).toMatchObject({
    port: 80,
    host: "::1",
    database: { engine: "sqlite", file: "/a/b.db" },
  });
});

test.each([
  ["127.0.0.1", "127.0.0.1"],
  ["::1", "::1"],
  ["[::1]", "::1"],
  ["[0:0:0:0:0:0:0:1]", "::1"],
  ["::ffff:127.0.0.1", "::ffff:7f00:1"],
  ["LOCALHOST", "localhost"],
])("HOST=%s is this machine", (HOST, host) => {
  expect(readConfig({ HOST }).host).toBe(host);
});

test.each([
  ["0.0.0.0", "0.0.0.0"],
  ["[::]", "::"],
  ["fe80::1%eth0", "fe80::1%eth0"],
  ["[fe80::1%eth0]", "fe80::1%eth0"],
  ["FD00:0::5", "fd00::5"],
  ["my-host_1.Example.org", "my-host_1.example.org"],
  ["bücher.example", "xn--bcher-kva.example"],
])("HOST=%s is beyond this machine, and must be asked for by name", (HOST, host) => {
  expect(() => readConfig({ HOST })).toThrow(/^PUBLIC_ORIGIN: must be set/u);
  expect(readConfig({ HOST, ANONYMOUS: "operator" }).host).toBe(host);
});

test.each([
  ["file:data/x.db", "data/x.db"],
  ["file:./x", "x"],
  ["file:../x.db", "../x.db"],
  ["file:/a b/100%/ä.db", "/a b/100%/ä.db"],
  ["file:///var/lib/x.db", "/var/lib/x.db"],
])("DATABASE_URL=%s names a file", (url, file) => {
  expect(readConfig({ DATABASE_URL: url }).database).toEqual({
    engine: "sqlite",
    file: path.resolve(file),
  });
});

test.each([
  ["postgres://tocsin:s3cret@db.example.org/tocsin", "postgresql://db.example.org/tocsin"],
  ["postgresql://tocsin@[::1]:5433/alerts?sslmode=require", "postgresql://[::1]:5433/alerts"],
  ["postgres://me:s3cret@one:5432,two:5433/x", "postgresql://one:5432,two:5433/x"],
  ["postgres:///x?host=/run/postgresql&password=s3cret", "postgresql:///x"],
  ["postgres://u:s3%2Fcret@h/x", "postgresql://h/x"],
])("DATABASE_URL=%s names a database of PostgreSQL", (url, shown) => {
  const { database, backup } = readConfig({ DATABASE_URL: url });
  expect(database).toEqual({ engine: "postgres", url });
  expect(shownLocation(database)).toBe(shown);
  expect(backup).toBeNull();
});

test.each([
  "postgres:",
  "postgres:tocsin",
  "postgres://db",
  "postgres://db/",
  "postgres:///tocsin",
  "postgres://db/a/b",
  "postgres://db/x#s3cret",
  "postgres://me:s3/cret@db/x",
  "postgres://me:s3%cret@db/x",
  "postgres://one:http,two/x",
  "postgres://one,,two/x",
])("DATABASE_URL=%s is refused without a word of what it holds", (url) => {
  const read = () => readConfig({ DATABASE_URL: url });
  expect(read).toThrow(/^DATABASE_URL: must read postgres:/u);
  expect(read).not.toThrow(/s3/u);
});

test.each(["BACKUP_DIR", "BACKUP_SCHEDULE"])("%s is refused beside PostgreSQL", (name) => {
  const environment = { DATABASE_URL: "postgres://db/x", [name]: "0 3 * * *" };
  expect(() => readConfig(environment)).toThrow(/pg_dump, see docs\/scaling\.md/u);
});

test.each([
  "https://alerts.example.org",
  "https://alerts.example.org/",
  "HTTPS://Alerts.Example.org",
  "https://alerts.example.org:443",
])("PUBLIC_ORIGIN=%s is read as browsers write it", (origin) => {
  const { publicOrigin } = readConfig({ PUBLIC_ORIGIN: origin });
  expect(publicOrigin?.origin).toBe("https://alerts.example.org");
});

test.each([
  ["https://alerts.example.org", "/"],
  ["https://example.org/tocsin", "/tocsin/"],
  ["https://example.org/tocsin/", "/tocsin/"],
  ["https://example.org/ops/Tocsin-2.0~x", "/ops/Tocsin-2.0~x/"],
])("PUBLIC_ORIGIN=%s lies below %s", (origin, basePath) => {
  const config = readConfig({ PUBLIC_ORIGIN: origin });
  expect([config.basePath, config.publicOrigin?.pathname]).toEqual([basePath, basePath]);
});

test("what is set is taken", () => {
  const config = readConfig({
    PORT: "0",
    DATABASE_URL: "file:/var/lib/tocsin/x.db",
    PUBLIC_ORIGIN: "https://alerts.example.org/",
    LOG_LEVEL: "debug",
    GENERATOR: "0.5",
    HOST: "::1",
  });
  expect(config).toMatchObject({
    port: 0,
    database: { engine: "sqlite", file: "/var/lib/tocsin/x.db" },
    logLevel: "debug",
    generatorRate: 0.5,
    host: "::1",
  });
  expect(config.publicOrigin?.origin).toBe("https://alerts.example.org");
});

describe("a wrong value is named in one line", () => {
  test.each([
    ["PORT", "http"],
    ["PORT", "-1"],
    ["PORT", "65536"],
    ["PORT", "3000.5"],
    ["PORT", "0x50"],
    ["PORT", "tcp://10.0.0.1:3000"],
    ["DATABASE_URL", "file:"],
    ["DATABASE_URL", "data/tocsin.db"],
    ["DATABASE_URL", "sqlite:data/tocsin.db"],
    ["DATABASE_URL", "file:data/tocsin.db?mode=ro"],
    ["DATABASE_URL", "file:data/tocsin.db?"],
    ["DATABASE_URL", "file:data/tocsin.db#x"],
    ["DATABASE_URL", "file:my%20data/tocsin.db"],
    ["DATABASE_URL", "file://data/tocsin.db"],
    ["DATABASE_URL", "file://localhost/data/tocsin.db"],
    ["DATABASE_URL", "file:~/tocsin.db"],
    ["DATABASE_URL", "file::memory:"],
    ["DATABASE_URL", "file:data/"],
    ["DATABASE_URL", "file:/"],
    ["DATABASE_URL", "file:data/.."],
    ["PUBLIC_ORIGIN", "https://alerts.example.org?x"],
    ["PUBLIC_ORIGIN", "https://alerts.example.org/#x"],
    ["PUBLIC_ORIGIN", "https://me@alerts.example.org"],
    ["PUBLIC_ORIGIN", "https://*.example.org"],
    ["PUBLIC_ORIGIN", "https:alerts.example.org"],
    ["PUBLIC_ORIGIN", "https://a.example,https://b.example"],
    ["ALLOWED_HOSTS", "*"],
    ["ALLOWED_HOSTS", "a,*.example.org"],
    ["ALLOWED_HOSTS", "http://tocsin"],
    ["ALLOWED_HOSTS", "tocsin:0"],
    ["ALLOWED_HOSTS", "tocsin:99999"],
    ["ALLOWED_HOSTS", "tocsin/x"],
    ["ALLOWED_HOSTS", "a b"],
    ["PUBLIC_ORIGIN", "alerts.example.org"],
    ["PUBLIC_ORIGIN", "https://alerts.example.org/a%20b"],
    ["PUBLIC_ORIGIN", "https://alerts.example.org/a//b"],
    ["PUBLIC_ORIGIN", "ftp://alerts.example.org"],
    ["LOG_LEVEL", "loud"],
    ["GENERATOR", "many"],
    ["GENERATOR", "-1"],
    ["GENERATOR", "Infinity"],
    ["ALLOW_ANYONE", "yes"],
    ["ANONYMOUS", "admin"],
    ["INSECURE_HTTP", "true"],
    ["OIDC_ISSUER", "login.example.org"],
    ["OIDC_ISSUER", "ftp://login.example.org"],
    ["OIDC_ISSUER", "https://user:password@login.example.org"],
    ["OIDC_ISSUER", "https://login.example.org:0"],
    ["PROXY_USER_HEADER", "X User"],
    ["PROXY_SECRET_HEADER", "X-Secret"],
    ["TRUSTED_PROXIES", "10.0.0.0/33"],
    ["TRUSTED_PROXIES", "proxy.example.org"],
    ["WEBHOOK_ALLOW", "10.1.2.3"],
    ["WEBHOOK_ALLOW", "169.254.169.254:80"],
    ["WEBHOOK_ALLOW", "10.1.2.3:80,receiver:80"],
    ["EGRESS_PROXY", "smokescreen"],
    ["EGRESS_PROXY", "https://smokescreen:4750"],
    ["BACKUP_SCHEDULE", "every day"],
    ["BACKUP_SCHEDULE", "61 3 * * *"],
    ["BACKUP_KEEP", "all"],
    ["BACKUP_KEEP", "0"],
    ["RETENTION", "90"],
    ["RETENTION", "90h"],
    ["TRASH_RETENTION", "never"],
    ["HOST", "127.0.0.1:3000"],
    ["HOST", "[::1]:3000"],
    ["HOST", "[::1"],
    ["HOST", "[localhost]"],
    ["HOST", "[127.0.0.1]"],
    ["HOST", "http://localhost"],
    ["HOST", "localhost, ::1"],
    ["HOST", "*"],
    ["HOST", "127.1"],
    ["HOST", "0x7f000001"],
    ["HOST", "127.999.1.1"],
    ["HOST", "2130706433"],
    ["HOST", "me@localhost"],
    ["HOST", "-"],
  ])("%s=%s", (variable, value) => {
    const read = () => readConfig({ [variable]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${variable}: [^\\n]+$`, "u"));
  });

  test("together with the others", () => {
    expect(() => readConfig({ PORT: "x", GENERATOR: "y" })).toThrow(/PORT: .*; GENERATOR: /u);
  });
});

describe("an identity provider", () => {
  const OIDC = {
    OIDC_ISSUER: "https://login.example.org/realms/team",
    OIDC_CLIENT_ID: "tocsin",
    OIDC_ADMINS: "sre, platform",
  };

  test("is what the variables say", () => {
    const { oidc, hasProvider } = readConfig({
      ...OIDC,
      OIDC_CLIENT_SECRET: "s",
      OIDC_VIEWERS: "*",
    });
    expect(oidc).toEqual({
      name: "login.example.org",
      issuer: new URL("https://login.example.org/realms/team"),
      clientId: "tocsin",
      clientSecret: "s",
      scopes: "openid profile email",
      roleClaim: "groups",
      roles: { admins: ["sre", "platform"], operators: [], viewers: ["*"] },
    });
    expect(hasProvider).toBe(true);
  });

  test("may have its secret in a file", () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "tocsin-")), "secret");
    writeFileSync(file, "from a file\n");
    expect(readConfig({ ...OIDC, OIDC_CLIENT_SECRET_FILE: file }).oidc?.clientSecret).toBe(
      "from a file",
    );
    expect(() => readConfig({ ...OIDC, OIDC_CLIENT_SECRET_FILE: `${file}.absent` })).toThrow(
      "OIDC_CLIENT_SECRET_FILE: cannot be read (ENOENT)",
    );
  });

  test.each([
    [{ ...OIDC, OIDC_CLIENT_ID: "" }, /^OIDC_CLIENT_ID: /u],
    [{ ...OIDC, OIDC_ADMINS: "" }, /^OIDC_ADMINS, OIDC_OPERATORS, OIDC_VIEWERS: /u],
    [{ ...OIDC, OIDC_ISSUER: "" }, /^OIDC_ISSUER: must be set/u],
    [{ ...OIDC, OIDC_SCOPES: "profile" }, /^OIDC_SCOPES: /u],
  ])("is not half there: %j", (environment, fault) => {
    expect(() => readConfig(environment)).toThrow(fault);
  });
});

describe("a proxy that signs people in", () => {
  const PROXY = { PROXY_USER_HEADER: "X-Forwarded-User", TRUSTED_PROXIES: "10.0.0.0/8, ::1" };

  test("is what the variables say", () => {
    const secret = { PROXY_SECRET_HEADER: "X-Proxy-Secret: a b" };
    const { proxy } = readConfig({ ...PROXY, ...secret, PROXY_GROUPS_HEADER: "Remote-Groups" });
    expect(proxy).toMatchObject({
      userHeader: "x-forwarded-user",
      groupsHeader: "remote-groups",
      secretHeader: { name: "x-proxy-secret", value: "a b" },
      roles: null,
    });
    expect(proxy?.trusted.check("10.1.2.3")).toBe(true);
    expect(readConfig({ ...PROXY, PROXY_ADMINS: "sre" }).proxy?.roles).toEqual({
      admins: ["sre"],
      operators: [],
      viewers: [],
    });
  });

  test.each([
    [{ PROXY_USER_HEADER: "X-Forwarded-User" }, /^TRUSTED_PROXIES: must be set/u],
    [{ PROXY_GROUPS_HEADER: "Remote-Groups" }, /^PROXY_USER_HEADER: must be set/u],
    [{ PROXY_ADMINS: "sre" }, /^PROXY_USER_HEADER: must be set/u],
  ])("is not half there: %j", (environment, fault) => {
    expect(() => readConfig(environment)).toThrow(fault);
  });
});

test("listening beyond this machine must be asked for by name", () => {
  expect(readConfig({ HOST: "0.0.0.0", ANONYMOUS: "operator" }).host).toBe("0.0.0.0");
});
