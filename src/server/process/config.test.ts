import path from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

test("everything has a default", () => {
  expect(readConfig({})).toEqual({
    host: "127.0.0.1",
    port: 3000,
    databaseFile: path.resolve("data/tocsin.db"),
    publicOrigin: null,
    allowedHosts: [],
    logLevel: "info",
    generatorRate: 0,
  });
});

test("an empty variable is as good as none", () => {
  const empty = { PORT: "", DATABASE_URL: " ", GENERATOR: "", HOST: "\r", ALLOWED_HOSTS: "" };
  expect(readConfig(empty)).toEqual(readConfig({}));
});

test("blanks around a value are no part of it", () => {
  const config = readConfig({ PORT: "80\r", HOST: " ::1", DATABASE_URL: "file:/a/b.db \n" });
  expect(config).toMatchObject({ port: 80, host: "::1", databaseFile: "/a/b.db" });
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
  expect(() => readConfig({ HOST })).toThrow(/^HOST: there is no way to sign in/u);
  expect(readConfig({ HOST, ALLOW_ANYONE: "yes" }).host).toBe(host);
});

test.each([
  ["file:data/x.db", "data/x.db"],
  ["file:./x", "x"],
  ["file:../x.db", "../x.db"],
  ["file:/a b/100%/ä.db", "/a b/100%/ä.db"],
  ["file:///var/lib/x.db", "/var/lib/x.db"],
])("DATABASE_URL=%s names a file", (url, file) => {
  expect(readConfig({ DATABASE_URL: url }).databaseFile).toBe(path.resolve(file));
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
    databaseFile: "/var/lib/tocsin/x.db",
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
    ["DATABASE_URL", "postgres://localhost/x"],
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
    ["PUBLIC_ORIGIN", "https://alerts.example.org/feed"],
    ["PUBLIC_ORIGIN", "ftp://alerts.example.org"],
    ["LOG_LEVEL", "loud"],
    ["GENERATOR", "many"],
    ["GENERATOR", "-1"],
    ["GENERATOR", "Infinity"],
    ["ALLOW_ANYONE", "true"],
    ["HOST", "0.0.0.0"],
    ["HOST", "::"],
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

test("listening beyond this machine must be asked for by name", () => {
  expect(readConfig({ HOST: "0.0.0.0", ALLOW_ANYONE: "yes" }).host).toBe("0.0.0.0");
});
