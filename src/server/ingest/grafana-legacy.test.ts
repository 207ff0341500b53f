import { expect, test } from "vitest";
import { fixturesOf, reportFrom } from "./arrival.fixture.ts";
import { readGrafana } from "./grafana.ts";

const PAYLOADS = new Map(fixturesOf("grafana-legacy"));
const reportOf = (name: string) => reportFrom(readGrafana, PAYLOADS.get(name));

test("a rule that alerts, in our words", () => {
  expect(reportOf("01-alerting.json")).toMatchObject({
    fingerprint: "rule 1/7",
    title: "Disk",
    description: "Disk nearly full",
    severity: "critical",
    status: "firing",
    labels: { env: "prod", severity: "critical" },
    annotations: {
      imageURL: "https://grafana.example/public/img/attachments/a.png",
      values: 'root=91.2 {"host":"a"}',
    },
    url: expect.stringMatching(/^https:\/\/grafana\.example\/d\//u),
  });
});

test("its end is the end of the same alert, whose words stay", () => {
  const { fingerprint, labels } = reportOf("01-alerting.json");
  expect(reportOf("02-ok.json")).toMatchObject({
    fingerprint,
    labels,
    status: "resolved",
    title: "Disk",
    description: undefined,
    annotations: undefined,
  });
});

test("without data it fires, and says so", () => {
  expect(reportOf("03-no-data.json")).toMatchObject({ status: "firing", title: "Disk: no data" });
});

test.each([
  [{ ruleId: 7 }, "Rule 7"],
  [{ evalMatches: [], title: "[Alerting] Disk" }, "Disk"],
  [{ ruleName: "Disk", evalMatches: "none", tags: [] }, "Disk"],
])("%j is such a payload", (body, title) => {
  expect(reportFrom(readGrafana, body)).toMatchObject({ title });
});

test("what names no rule is rejected", () => {
  expect(readGrafana({ evalMatches: [] })).toMatchObject({ problem: { code: "invalid-alert" } });
});
