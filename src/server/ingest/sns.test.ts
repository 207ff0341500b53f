import { describe, expect, test } from "vitest";
import { arrivalAs, fixturesOf, reportFrom } from "./arrival.fixture.ts";
import { readSns } from "./sns.ts";

const PAYLOADS = new Map(fixturesOf("sns"));
const reportOf = (name: string) => reportFrom(readSns, PAYLOADS.get(name));
const ALARM = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:api-latency-high";

describe("an alarm of CloudWatch", () => {
  test.each(["01-cloudwatch-alarm.json", "06-raw-delivery.json"])("fires: %s", (name) => {
    expect(reportOf(name)).toMatchObject({
      fingerprint: ALARM,
      title: "api-latency-high",
      description: expect.stringMatching(/^The slowest .*\nThreshold Crossed: 3/u),
      severity: "error",
      status: "firing",
      labels: {
        alertname: "api-latency-high",
        account: "123456789012",
        region: "EU (Ireland)",
        metric: "Latency",
        namespace: "AWS/ApiGateway",
        ApiName: "shop",
      },
      startedAt: "2026-11-26T11:41:03.123Z",
    });
  });

  test("ends, under the same name and labels", () => {
    expect(reportOf("02-cloudwatch-ok.json")).toMatchObject({
      fingerprint: ALARM,
      status: "resolved",
      title: undefined,
      labels: reportOf("01-cloudwatch-alarm.json").labels,
      resolvedAt: "2026-11-26T11:52:03.000Z",
    });
    expect(reportOf("02-cloudwatch-ok.json").severity).toBeUndefined();
  });

  test("without data is trouble, too", () => {
    expect(reportOf("03-cloudwatch-insufficient-data.json")).toMatchObject({
      fingerprint: ALARM,
      status: "firing",
      title: "api-latency-high: insufficient data",
      severity: "warning",
    });
  });

  test.each([
    ["db-cpu-critical", "critical"],
    ["P3 disk", "warning"],
    ["billing", "error"],
  ])("%s is as bad as its name says", (AlarmName, severity) => {
    expect(reportFrom(readSns, { AlarmName, NewStateValue: "ALARM" })).toMatchObject({ severity });
  });
});

describe("a subscription", () => {
  test("is shown for somebody to confirm", () => {
    expect(reportOf("04-subscription-confirmation.json")).toMatchObject({
      title: "Confirm that SNS sends alarms here",
      status: "firing",
      severity: "warning",
      url: expect.stringContaining("Action=ConfirmSubscription"),
      labels: { topic: "arn:aws:sns:eu-west-1:123456789012:alarms" },
    });
  });

  test("that has ended is shown as well", () => {
    const body = { Type: "UnsubscribeConfirmation", SubscribeURL: "https://sns.example/" };
    expect(reportFrom(readSns, body)).toMatchObject({
      title: expect.stringContaining("no longer"),
    });
  });
});

describe("any other message", () => {
  test("that is text", () => {
    expect(reportOf("05-text.json")).toMatchObject({
      fingerprint: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf325",
      title: "Backup of db-3 failed",
      description: "Backup of db-3 failed\nexit code 1",
      severity: "info",
    });
  });

  test.each(['{"budget":12345678901234567890}', "5", "null", "{"])("that is %s", (Message) => {
    const body = { Type: "Notification", TopicArn: "a:b:topic", Message };
    expect(reportFrom(readSns, body).description).toBe(Message);
  });

  test.each([{}, { Type: "Notification", Message: "" }, [], null, 5])(
    "that says nothing: %j",
    (body) => {
      expect(readSns(body, arrivalAs("cloudwatch"))).toMatchObject({
        problem: { code: "invalid-body" },
      });
    },
  );
});
