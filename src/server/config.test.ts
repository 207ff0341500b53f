import path from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

test("everything has a default", () => {
  expect(readConfig({})).toEqual({
    host: "127.0.0.1",
    port: 3000,
    databaseFile: path.resolve("data/tocsin.db"),
    publicOrigin: null,
    logLevel: "info",
    generatorRate: 0,
  });
});

test("an empty variable is as good as none", () => {
  expect(readConfig({ PORT: "", DATABASE_URL: "", GENERATOR: "" })).toEqual(readConfig({}));
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
    ["DATABASE_URL", "postgres://localhost/x"],
    ["DATABASE_URL", "file:"],
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
