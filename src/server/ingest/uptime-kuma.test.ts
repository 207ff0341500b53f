import { expect, test } from "vitest";
import { arrivalAs, fixturesOf, reportFrom } from "./arrival.fixture.ts";
import { readUptimeKuma } from "./uptime-kuma.ts";

const PAYLOADS = new Map(fixturesOf("uptime-kuma"));
const reportOf = (name: string) => reportFrom(readUptimeKuma, PAYLOADS.get(name));

test("a monitor that is down, in our words", () => {
  expect(reportOf("01-down.json")).toMatchObject({
    fingerprint: "monitor 12",
    title: "Shop is down",
    description: "timeout of 48000ms exceeded",
    severity: "critical",
    status: "firing",
    labels: { monitor: "Shop", type: "http", env: "prod" },
    url: "https://shop.example/",
    startedAt: "2026-11-26T11:40:12.345Z",
  });
});

test("up again, it is the same alert, whose words stay", () => {
  expect(reportOf("02-up.json")).toMatchObject({
    fingerprint: "monitor 12",
    status: "resolved",
    title: undefined,
    name: "Shop",
    labels: reportOf("01-down.json").labels,
    resolvedAt: "2026-11-26T11:44:12.000Z",
  });
  expect(reportOf("02-up.json").severity).toBeUndefined();
});

test("a test is a row of its own each time", () => {
  expect(reportOf("03-test.json")).toMatchObject({
    fingerprint: null,
    title: "tocsin Testing",
    status: "firing",
  });
});

test("a certificate is other trouble than being down", () => {
  expect(reportOf("04-certificate.json")).toMatchObject({
    fingerprint: "notice 12",
    title: expect.stringContaining("will expire in 14 days"),
    severity: "warning",
  });
});

test.each([
  [2, "Shop may be down"],
  [3, "Shop is under maintenance"],
  [9, "Shop has trouble"],
])("a heartbeat of %i is still to be seen", (status, title) => {
  const body = { heartbeat: { status }, monitor: { id: 1, name: "Shop", url: "https://" } };
  expect(reportFrom(readUptimeKuma, body)).toMatchObject({ title, status: "firing", url: null });
});

test.each([{}, [], { msg: "" }, { heartbeat: { status: 0 } }, 5, null])(
  "%j names nothing",
  (body) => expect(readUptimeKuma(body, arrivalAs("uptime-kuma")).ok).toBe(false),
);
