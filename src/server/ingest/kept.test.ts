import { describe, expect, test } from "vitest";
import { readAlertmanager } from "./alertmanager.ts";
import { reportFrom } from "./arrival.fixture.ts";
import { readGrafana } from "./grafana.ts";
import { readPush } from "./push.ts";

/** One alert in the body of each kind that carries Alertmanager's fields. */
const KINDS = [
  ["alertmanager", (alert: object) => reportFrom(readAlertmanager, { alerts: [alert] })],
  ["grafana", (alert: object) => reportFrom(readGrafana, { alerts: [alert] })],
  ["push", (alert: object) => reportFrom(readPush, [alert])],
] as const;

describe.each(KINDS)("whatever %s brings is kept", (kind, read) => {
  const alert = { labels: { alertname: "A" }, annotations: { summary: "S" } };

  test.each<[unknown, string | null]>([
    [undefined, null],
    [null, null],
    ["", null],
    ["0001-01-01T00:00:00Z", null],
    ["2026-11-26T03:00:00", "2026-11-26T03:00:00.000Z"],
    [1_795_662_000, "2026-11-26T03:00:00.000Z"],
    ["1795662000000", "2026-11-26T03:00:00.000Z"],
    ["2026-11-26T05:00:00.123+0000", "2026-11-26T05:00:00.123Z"],
    ["2026-11-26T23:59:60Z", "2026-11-27T00:00:00.000Z"],
  ])("startsAt %j", (startsAt, startedAt) => {
    const annotations = { summary: "S" };
    expect(read({ ...alert, startsAt })).toMatchObject({ title: "S", startedAt, annotations });
  });

  test.each(["yesterday", {}, [1], true, -5])("startsAt %j, which stays to be seen", (startsAt) => {
    const { startedAt, annotations } = read({ ...alert, startsAt });
    expect(startedAt).toBeNull();
    expect(annotations).toHaveProperty("tocsin_startsAt");
  });

  test.each<[unknown, object | undefined]>([
    [undefined, undefined],
    [null, undefined],
    [[], {}],
    [{}, {}],
    ["see the log", { text: "see the log" }],
    [{ a: { b: ["c"] } }, { a: '{"b":["c"]}' }],
    [{ a: [1, "2"] }, { a: "1, 2" }],
    [
      { a: 1.5, b: false, c: null },
      { a: "1.5", b: "false" },
    ],
    [[{ name: "a", value: "b" }], { a: "b" }],
    [5, { text: "5" }],
  ])("annotations %j", (annotations, kept) => {
    expect(read({ ...alert, annotations }).annotations).toEqual(kept);
  });

  test("201 annotations, and a name that is too long", () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`a${index}`, "x"]));
    const { annotations } = read({ ...alert, annotations: many });
    expect(annotations?.["tocsin_more_annotations"]).toBe('{"a199":"x","a200":"x"}');
    const long = read({ ...alert, annotations: { ["n".repeat(201)]: "x" } });
    expect(Object.values(long.annotations ?? {})).toEqual(["x"]);
  });

  test.each<[unknown, object]>([
    [["env=prod", "urgent"], { env: "prod", tags: "urgent" }],
    ["env=prod", { env: "prod" }],
    [{ a: { b: "c" } }, { a: '{"b":"c"}' }],
    [{ "": "x" }, { _: "x" }],
    [
      { port: 9100, up: false, none: null },
      { port: "9100", up: "false" },
    ],
  ])("labels %j", (labels, kept) => {
    expect(read({ ...alert, labels }).labels).toEqual(kept);
  });

  test("a label that is too long, whole among the annotations", () => {
    const query = "q".repeat(5000);
    const { labels, annotations } = read({ labels: { alertname: "A", query }, annotations: {} });
    expect(labels?.["query"]).toMatch(/^q+…[0-9a-f]{16}$/u);
    expect(annotations).toEqual({ tocsin_label_query: query });
  });

  test("labels that differ only where they are cut are two alerts", () => {
    const [one, other] = ["a", "b"].map((end) => read({ labels: { q: "q".repeat(2500) + end } }));
    expect(one?.fingerprint).not.toBe(other?.fingerprint);
    expect(one?.labels).not.toEqual(other?.labels);
  });

  test.each<[unknown, string | RegExp]>([
    [42, /^42$/u],
    [true, /^true$/u],
    [{}, /^[0-9a-f]{16}$/u],
    ["", /^[0-9a-f]{16}$/u],
    ["f".repeat(201), /^f{183}…[0-9a-f]{16}$/u],
  ])("the fingerprint %j", (fingerprint, kept) => {
    expect(read({ ...alert, fingerprint }).fingerprint).toMatch(kept);
  });

  test.runIf(kind !== "push").each<[unknown, string, string | undefined]>([
    ["FIRING", "firing", undefined],
    ["", "firing", undefined],
    [null, "firing", undefined],
    ["problem", "firing", undefined],
    ["alerting", "firing", undefined],
    ["Resolved", "resolved", undefined],
    ["ok", "resolved", undefined],
    ["pending", "firing", "pending"],
    [5, "firing", "5"],
  ])("the status %j", (status, understood, told) => {
    const report = read({ ...alert, status });
    expect(report.status).toBe(understood);
    expect(report.annotations?.["tocsin_status"]).toBe(told);
  });
});
