import { expect, test } from "vitest";
import type { Webhook } from "../../../protocol/webhooks.ts";
import { filterOf, settled } from "../filter-draft.ts";
import { draftOf, NEW_DRAFT, objectionOf, wantedOf } from "./draft.ts";
import { aWebhook } from "./webhook.fixture.ts";

test("what was read comes back as it was, but for what nobody is shown", () => {
  const filter = {
    severity: ["critical", "error"],
    status: ["firing"],
    source: ["a, b", "grafana"],
    label: ['team="ops eu"', "env!=test"],
    q: "disk full",
    acknowledgedBy: ["user:Mira"],
    deleted: "include",
  } satisfies Webhook["filter"];
  const draft = draftOf(aWebhook({ filter, headers: ["x-team"], preset: "slack" }));
  const wanted = wantedOf(draft);
  expect(wanted.filter).toEqual(filter);
  expect(wanted).toMatchObject({ name: "ops", preset: "slack", enabled: true });
  expect(wanted).not.toHaveProperty("url");
  expect(wanted).not.toHaveProperty("headers");
  expect(wanted).not.toHaveProperty("template");
});

test("a filter that asks nothing is empty", () => {
  expect(filterOf(NEW_DRAFT)).toEqual({});
  expect(filterOf(draftOf(aWebhook()))).toEqual({});
});

test("what is being typed is asked for with what was asked for before, and then stands with it", () => {
  const draft = {
    ...NEW_DRAFT,
    asked: { source: ["grafana"], severity: ["error" as const] },
    typed: "disk env=prod source=cron severity=critical",
  };
  const filter = {
    q: "disk",
    label: ["env=prod"],
    source: ["grafana", "cron"],
    severity: ["error", "critical"],
  };
  expect(filterOf(draft)).toEqual(filter);
  expect(settled(draft)).toEqual({ asked: filter, typed: "" });
});

test("rows that were left empty are no headers; no rows at all take away those that there are", () => {
  const rows = [
    { name: " X-Team ", value: " ops " },
    { name: "", value: "" },
  ];
  expect(wantedOf({ ...NEW_DRAFT, headers: rows }).headers).toEqual({ "X-Team": "ops" });
  expect(wantedOf({ ...NEW_DRAFT, headers: [] }).headers).toEqual({});
});

test("two rows of one name are told to the server, which says so", () => {
  const rows = [
    { name: "X-Team", value: "a" },
    { name: "x-team", value: "b" },
  ];
  expect(Object.keys(wantedOf({ ...NEW_DRAFT, headers: rows }).headers ?? {})).toHaveLength(2);
});

test("a template is sent where it is the kind", () => {
  expect(wantedOf({ ...NEW_DRAFT, preset: "template", template: "{}" }).template).toBe("{}");
});

const failure = (code: string, detail: string) => ({ code, title: "No", detail });

test.each([
  ["invalid-body", "url: must end with the topic", "url", "Must end with the topic."],
  ["invalid-body", "filter.label.0: must read name=value", "filter", "Must read name=value."],
  ["invalid-body", "headers: host is a header that cannot be set", "headers", "Host is a header"],
  ["address-refused", "url: The address is not one that may be called.", "url", "WEBHOOK_ALLOW"],
  ["invalid-body", "enabled: must be true", null, "Enabled: must be true."],
  ["too-many-webhooks", "There may be 100.", null, "No. There may be 100."],
  ["unreachable", "", null, "No."],
])("the problem %s: %s is told at %s", (code, detail, field, words) => {
  const objection = objectionOf(failure(code, detail));
  expect(objection.field).toBe(field);
  expect(objection.words).toContain(words);
});
