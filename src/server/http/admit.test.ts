import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { refusalOf } from "./admit.ts";
import { readConfig } from "../process/config.ts";

interface Headers {
  readonly host?: string;
  readonly origin?: string;
}

/** The code with which a request that changes something is refused. */
function refusal(headers: Headers, environment: Record<string, string> = {}, changes = true) {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  return refusalOf(request, readConfig(environment), changes)?.code ?? null;
}

const PUBLIC = { PUBLIC_ORIGIN: "https://alerts.example.org" };

describe("the Host", () => {
  test.each([
    "localhost",
    "localhost:3000",
    "LOCALHOST:3000",
    "127.0.0.1:3000",
    "127.1.2.3",
    "[::1]",
    "[::1]:3000",
    "[0:0::1]",
    "[::ffff:127.0.0.1]:3000",
  ])("may be this machine: %s", (host) => {
    expect(refusal({ host })).toBeNull();
  });

  test.each([
    undefined,
    "",
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evil.example:3000",
    "localhost:3000@evil.example",
    "[::2]:3000",
    "[::ffff:192.168.1.5]",
    "0.0.0.0",
    "192.168.1.5",
    "localhost:99999",
    "localhost/",
    "localhost#",
    "evil@localhost",
    "localhost, evil.example",
    "alerts.example.org",
  ])("may not be another name, to which this machine was rebound: %s", (host) => {
    expect(refusal(host === undefined ? {} : { host })).toBe("forbidden-host");
    expect(refusal(host === undefined ? {} : { host }, {}, false)).toBe("forbidden-host");
  });

  test("may be that of PUBLIC_ORIGIN, with its port", () => {
    expect(refusal({ host: "alerts.example.org" }, PUBLIC)).toBeNull();
    expect(refusal({ host: "alerts.example.org:8443" }, PUBLIC)).toBe("forbidden-host");
    const onPort = { PUBLIC_ORIGIN: "https://alerts.example.org:8443" };
    expect(refusal({ host: "alerts.example.org:8443" }, onPort)).toBeNull();
  });

  test.each([
    ["192.168.1.5", "192.168.1.5:3000"],
    ["fd00::5", "[fd00::5]:3000"],
    ["[FD00:0:0::5]", "[fd00::5]:3000"],
    ["Tocsin.lan", "tocsin.lan"],
  ])("may be the address listened on: %s", (HOST, host) => {
    expect(refusal({ host }, { HOST, ANONYMOUS: "operator" })).toBeNull();
  });
});

describe("ALLOWED_HOSTS", () => {
  const ALLOWED = { ALLOWED_HOSTS: "tocsin, Alerts.internal:3000 ,[FD00:0::5],10.0.0.7" };

  test.each([
    "tocsin",
    "tocsin:3000",
    "TOCSIN",
    "alerts.internal:3000",
    "[fd00::5]:1",
    "10.0.0.7",
    "localhost",
  ])("may be asked for: %s", (host) => {
    expect(refusal({ host }, ALLOWED)).toBeNull();
    expect(refusal({ host }, ALLOWED, false)).toBeNull();
  });

  test.each([
    "alerts.internal",
    "alerts.internal:3001",
    "tocsin.evil.example",
    "evil.tocsin",
    "10.0.0.70",
    "[fd00::6]",
  ])("may be asked for, but no others: %s", (host) => {
    expect(refusal({ host }, ALLOWED)).toBe("forbidden-host");
  });

  test("may not be asked for by a page, but for the public one", () => {
    const environment = { ...ALLOWED, ...PUBLIC };
    for (const origin of ["http://tocsin", "http://evil.example", "null", ""]) {
      expect(refusal({ host: "tocsin", origin }, environment)).toBe("forbidden-host");
      expect(refusal({ host: "tocsin", origin }, environment, false)).toBe("forbidden-host");
    }
    const origin = "https://alerts.example.org";
    expect(refusal({ host: "tocsin", origin }, environment)).toBeNull();
    expect(refusal({ host: "evil.example", origin }, environment)).toBe("forbidden-host");
  });
});

describe("the Origin", () => {
  const host = "localhost:3000";

  test.each([
    [{ host }, {}],
    [{ host, origin: "http://localhost:3000" }, {}],
    [{ host: "[::1]:3000", origin: "http://[::1]:3000" }, {}],
    [{ host: "alerts.example.org", origin: "https://alerts.example.org" }, PUBLIC],
    // A proxy that asks for us by our own address.
    [{ host: "127.0.0.1:3000", origin: "https://alerts.example.org" }, PUBLIC],
  ])("may be none or our own: %j", (headers, environment) => {
    expect(refusal(headers, environment)).toBeNull();
  });

  test.each([
    "null",
    "",
    "http://evil.example",
    "http://localhost:5173",
    "http://localhost",
    "http://localhost:3000.evil.example",
    "https://alerts.example.org.evil.example",
    "http://alerts.example.org",
    "file://",
    // Another server on this machine, which has a certificate.
    "https://localhost:3000",
  ])("may not be another: %j", (origin) => {
    expect(refusal({ host, origin }, PUBLIC)).toBe("forbidden-origin");
  });

  test("may not be the public name without its encryption", () => {
    const origin = "http://alerts.example.org";
    expect(refusal({ host: "alerts.example.org", origin }, PUBLIC)).toBe("forbidden-origin");
  });

  test("is not asked of who only reads", () => {
    expect(refusal({ host, origin: "http://evil.example" }, {}, false)).toBeNull();
  });
});
