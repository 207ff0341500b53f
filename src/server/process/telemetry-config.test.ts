import { expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

const POSTHOG = { POSTHOG_HOST: "https://eu.i.posthog.com", POSTHOG_KEY: "phc_1" };
const OTLP = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" };

test("product analytics go to the host that is named, with the key", () => {
  expect(readConfig(POSTHOG).telemetry).toMatchObject({
    posthog: { host: new URL("https://eu.i.posthog.com"), key: "phc_1" },
    isUntracked: false,
  });
});

test.each(["1", "true", "yes"])("DO_NOT_TRACK=%s wins, and leaves metrics alone", (value) => {
  expect(readConfig({ ...POSTHOG, ...OTLP, DO_NOT_TRACK: value }).telemetry).toMatchObject({
    posthog: null,
    isUntracked: true,
    otlp: { endpoint: new URL("http://collector:4318") },
  });
  expect(readConfig({ DO_NOT_TRACK: value }).telemetry.isUntracked).toBe(false);
});

test.each(["0", "false", ""])("DO_NOT_TRACK=%j forbids nothing", (value) => {
  expect(readConfig({ ...POSTHOG, DO_NOT_TRACK: value }).telemetry.posthog).not.toBeNull();
});

test("headers for metrics are written as OpenTelemetry writes them", () => {
  const headers = "authorization=Basic%20dTpw, X-Team=ops";
  const { otlp } = readConfig({ ...OTLP, OTEL_EXPORTER_OTLP_HEADERS: headers }).telemetry;
  expect(otlp?.headers).toEqual({ authorization: "Basic dTpw", "x-team": "ops" });
});

test("how often it is sent is said in seconds", () => {
  expect(readConfig({ TELEMETRY_INTERVAL: "60" }).telemetry.interval).toBe(60_000);
});

test.each([
  [{ POSTHOG_KEY: "phc_1" }, "POSTHOG_HOST, POSTHOG_KEY"],
  [{ POSTHOG_HOST: POSTHOG.POSTHOG_HOST }, "POSTHOG_HOST, POSTHOG_KEY"],
  [
    { ...POSTHOG, POSTHOG_HOST: "http://posthog.example.org" },
    "POSTHOG_HOST: must begin with https",
  ],
  [{ ...POSTHOG, POSTHOG_HOST: "eu.i.posthog.com" }, "POSTHOG_HOST: must be an address"],
  [
    { ...POSTHOG, POSTHOG_HOST: "https://u:p@eu.i.posthog.com" },
    "POSTHOG_HOST: must be an address",
  ],
  [{ ...POSTHOG, POSTHOG_KEY: "phc 1" }, "POSTHOG_KEY: must be the key"],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "grpc://collector" }, "OTEL_EXPORTER_OTLP_ENDPOINT: must be"],
  [{ OTEL_EXPORTER_OTLP_HEADERS: "a=b" }, "OTEL_EXPORTER_OTLP_ENDPOINT: must be set"],
  ...["a", "=b", "host=evil", "a=b%0d%0ac", "a=%"].map(
    (headers) =>
      [{ ...OTLP, OTEL_EXPORTER_OTLP_HEADERS: headers }, "OTEL_EXPORTER_OTLP_HEADERS"] as const,
  ),
  ...["0", "3601", "1.5", "soon"].map(
    (seconds) => [{ TELEMETRY_INTERVAL: seconds }, "TELEMETRY_INTERVAL: must be seconds"] as const,
  ),
] as const)("%j is refused", (environment, words) => {
  expect(() => readConfig(environment)).toThrow(ConfigError);
  expect(() => readConfig(environment)).toThrow(words);
});

test("the key of a host that is this machine may go unencrypted, or where it is asked for by name", () => {
  const local = { ...POSTHOG, POSTHOG_HOST: "http://127.0.0.1:8000" };
  const asked = { ...POSTHOG, POSTHOG_HOST: "http://posthog:8000", INSECURE_HTTP: "yes" };
  expect(readConfig(local).telemetry.posthog?.host.port).toBe("8000");
  expect(readConfig(asked).telemetry.posthog?.host.hostname).toBe("posthog");
});
