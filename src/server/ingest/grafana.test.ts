import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readGrafana } from "./grafana.ts";

function reportsOf(body: unknown) {
  const intake = readGrafana(body);
  if (!intake.ok) throw new Error(intake.problem.detail);
  return intake.value.items.map((item) => {
    if (!item.ok) throw new Error(item.problem.detail);
    return item.report;
  });
}

function documented(name: string) {
  const file = new URL(`fixtures/grafana/${name}`, import.meta.url);
  return reportsOf(JSON.parse(readFileSync(file, "utf8")));
}

describe("payloads as Grafana documents them", () => {
  const [slow, unsaid] = documented("01-two-firing.json");

  test("an alert in our words, its links and values as annotations", () => {
    expect(slow).toEqual({
      name: "Checkout latency",
      source: "grafana",
      fingerprint: "3b1de4a1e0a7c9f2",
      title: "Checkout answers slowly in eu-west-1",
      description: "The 95th percentile was above 800 ms for five minutes.",
      severity: "error",
      status: "firing",
      labels: {
        alertname: "Checkout latency",
        grafana_folder: "Shop",
        region: "eu-west-1",
        severity: "high",
      },
      annotations: {
        dashboardURL: "https://grafana.example/d/shop?orgId=1",
        panelURL: "https://grafana.example/d/shop?orgId=1&viewPanel=4",
        silenceURL: expect.stringContaining("https://grafana.example/alerting/silence/new"),
        values: "A=1240.5178, C=1",
        valueString: expect.stringContaining("value=1240.5178"),
        description: "The 95th percentile was above 800 ms for five minutes.",
        runbook_url: "https://runbooks.example/checkout-latency",
        summary: "Checkout answers slowly in eu-west-1",
      },
      url: "https://grafana.example/alerting/grafana/c1f3/view?orgId=1",
      startedAt: "2026-11-23T07:51:03.157Z",
      resolvedAt: null,
    });
  });

  test("an annotation of the rule's own is not replaced, an empty link is none", () => {
    expect(unsaid?.title).toBe("Checkout latency");
    expect(unsaid?.annotations).toEqual({
      dashboardURL: "https://wiki.example/checkout",
      silenceURL: expect.any(String),
    });
  });

  test("resolved, with a picture", () => {
    const [resolved] = documented("02-one-resolved.json");
    expect(resolved).toMatchObject({
      status: "resolved",
      fingerprint: slow?.fingerprint,
      labels: slow?.labels,
      startedAt: slow?.startedAt,
      resolvedAt: "2026-11-23T08:07:30.000Z",
      annotations: { imageURL: "https://grafana.example/public/img/attachments/9Qm.png" },
    });
  });

  test("the button that sends a test", () => {
    expect(documented("03-test-button.json")).toMatchObject([{ title: "Notification test" }]);
  });
});

describe("values", () => {
  function annotationsOf(fields: object) {
    const alert = { labels: { alertname: "A" }, annotations: {}, ...fields };
    return reportsOf({ alerts: [alert] })[0]?.annotations;
  }

  test.each<[object, object]>([
    [{ values: { B: 22, C: 1 } }, { values: "B=22, C=1" }],
    [{ values: { B: 22, C: null } }, { values: "B=22" }],
    [{ values: { B: 22, C: [1, 2] } }, { values: "B=22, C=1, 2" }],
    [{ values: { B: 22, C: { D: 1 } } }, { values: 'B=22, C={"D":1}' }],
    [{ values: [] }, {}],
    [{ values: null, valueString: "[ value=97.25 ]" }, { valueString: "[ value=97.25 ]" }],
    [
      { values: { B: 1 }, valueString: "[ value=1 ]" },
      { values: "B=1", valueString: "[ value=1 ]" },
    ],
  ])("%j", (fields, annotations) => expect(annotationsOf(fields)).toEqual(annotations));

  test("links that make no sense spoil nothing", () => {
    expect(annotationsOf({ panelURL: 5, imageURL: {}, dashboardURL: "" })).toEqual({
      panelURL: "5",
    });
  });

  test("of what is over, without annotations, are not all that is left of them", () => {
    const alert = { labels: { alertname: "A" }, annotations: {}, values: { B: 1 } };
    expect(reportsOf({ status: "resolved", alerts: [alert] })[0]?.annotations).toBeUndefined();
  });
});
