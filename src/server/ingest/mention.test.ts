import { describe, expect, test } from "vitest";
import { readAlertmanager } from "./alertmanager.ts";
import { reportsFrom } from "./arrival.fixture.ts";

const reportsOf = (body: unknown) => reportsFrom(readAlertmanager, body);

describe("what a report does not mention", () => {
  const bare = { labels: { alertname: "A" }, startsAt: "2026-11-26T03:00:00Z" };
  const silent = {
    title: undefined,
    description: undefined,
    annotations: undefined,
    url: undefined,
    severity: undefined,
    name: "A",
    labels: { alertname: "A" },
  };

  test.each([undefined, null, {}, []])("resolved with the annotations %j", (annotations) => {
    const [report] = reportsOf({ alerts: [{ ...bare, status: "resolved", annotations }] });
    expect(report).toMatchObject(silent);
  });

  test("firing without annotations at all", () => {
    expect(reportsOf({ alerts: [bare] })[0]).toMatchObject(silent);
  });

  test("firing with no annotation, no severity and no link has none of them", () => {
    const alert = { ...bare, annotations: {}, generatorURL: "" };
    const none = { title: "A", description: "", annotations: {}, url: null, severity: "info" };
    expect(reportsOf({ alerts: [alert] })[0]).toMatchObject(none);
  });

  test("resolved, it brings what it has", () => {
    const annotations = { summary: "S", description: "D" };
    const alert = { ...bare, status: "resolved", annotations, generatorURL: "http://p.example" };
    const labels = { alertname: "A", severity: "page" };
    expect(reportsOf({ alerts: [{ ...alert, labels }] })[0]).toMatchObject({
      title: "S",
      description: "D",
      annotations,
      url: "http://p.example",
      severity: "critical",
    });
  });

  test.each(["OK", "ok", "normal", "resolved", "good", "cleared", "none", "purple"])(
    "%s as the severity of a recovery is no severity",
    (severity) => {
      expect(
        reportsOf({ alerts: [{ status: "resolved", labels: { severity } }] })[0]?.severity,
      ).toBeUndefined();
    },
  );
});
