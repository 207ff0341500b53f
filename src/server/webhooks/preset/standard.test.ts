import fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { alertSchema } from "../../../domain/alert.ts";
import { anAlert } from "../../../domain/alert.arbitrary.ts";
import { acknowledged, fold, opened, record, resolved } from "../../../domain/history.arbitrary.ts";
import { webhookEventOf } from "../../../protocol/webhook-event.ts";
import { aMessage, arbitraryMessage, AT } from "./message.fixture.ts";
import { type Message, messageOf, testMessage } from "./message.ts";
import { LONGEST_BODY } from "./shorten.ts";
import { standard } from "./standard.ts";

const ADDRESS = new URL("https://receiver.test/hook?a=b");
const TELLER = { epoch: "e1", publicOrigin: new URL("https://alerts.example.org") };

const schema = v.strictObject({
  type: v.pipe(v.string(), v.regex(/^(?:alert|tocsin)\.[a-z]+$/u)),
  timestamp: v.pipe(v.string(), v.isoTimestamp()),
  data: v.strictObject({
    alert: alertSchema,
    changed: v.partial(alertSchema),
    actor: v.string(),
    note: v.optional(v.string()),
    cut: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
  }),
});

function bodyOf(message: Message) {
  return v.parse(schema, JSON.parse(standard(message, ADDRESS).body));
}

test("a short alert is told whole", () => {
  const alert = anAlert({ description: "ä\n\u0001", labels: { __proto__x: "1", env: "prod" } });
  const message = aMessage({ alert, changed: { severity: "warning" } });
  expect(bodyOf(message)).toEqual({
    type: "alert.opened",
    timestamp: AT,
    data: { alert, changed: { severity: "warning" }, actor: "source:monitor" },
  });
  expect(standard(message, ADDRESS).url).toBe("https://receiver.test/hook?a=b");
});

test("a long one is cut where it is long, is an alert still, and says what was cut", () => {
  const alert = anAlert({ description: "a".repeat(65_536), labels: { env: "prod" } });
  const { data } = bodyOf(aMessage({ alert, note: "short" }));
  expect(data.cut).toEqual(["description"]);
  expect(data.alert).toEqual({ ...alert, description: `${"a".repeat(7999)}…` });
  expect(data.note).toBe("short");
});

test("whatever an alert says, the body is one, and under 20 kB", () => {
  fc.assert(
    fc.property(arbitraryMessage, (message) => {
      expect(Buffer.byteLength(standard(message, ADDRESS).body)).toBeLessThanOrEqual(LONGEST_BODY);
      const { data } = bodyOf(message);
      const { id, seq, severity, status, receivedAt } = message.alert;
      expect(data.alert).toMatchObject({ id, seq, severity, status, receivedAt });
      if (data.cut === undefined)
        expect(data.alert).toEqual(JSON.parse(JSON.stringify(message.alert)));
    }),
    { numRuns: 200 },
  );
});

test("each event of the log is told under its name, with what it has changed", () => {
  const events = record(
    [opened, acknowledged, { type: "AlertNoted", data: { text: "seen" } }, resolved],
    5,
  );
  let before = fold(null, []);
  const told = events.map((event) => {
    const after = fold(before, [event]);
    if (after === null) throw new Error("there is an alert");
    const message = messageOf(TELLER, event, before, after);
    before = after;
    return message;
  });
  expect(
    told.map((one) => [one?.id, one?.type, Object.keys(one?.changed ?? {}), one?.note]),
  ).toEqual([
    ["evt_e1_5", "alert.opened", [], null],
    ["evt_e1_6", "alert.acknowledged", ["status", "acknowledgedAt", "acknowledgedBy"], null],
    ["evt_e1_7", "alert.noted", [], "seen"],
    ["evt_e1_8", "alert.resolved", ["status", "resolvedAt", "resolvedBy"], null],
  ]);
  expect(told[1]?.changed.status).toBe("acknowledged");
  expect(told[0]?.link).toBe("https://alerts.example.org/alerts/1");
  expect(told.every((one) => one?.identity === "e1/1")).toBe(true);
});

test.each([
  ["AlertRetitled", "alert.changed"],
  ["AlertSeverityChanged", "alert.changed"],
  ["AlertDescribed", "alert.changed"],
  ["AlertUnacknowledged", "alert.unacknowledged"],
  ["AlertReopened", "alert.reopened"],
  ["AlertSnoozed", "alert.snoozed"],
  ["AlertWoken", "alert.woken"],
  ["AlertRepeated", "alert.repeated"],
  ["AlertDeleted", "alert.deleted"],
  ["AlertRestored", "alert.restored"],
  ["AlertForgotten", null],
] as const)("%s is %s", (type, name) => {
  expect(webhookEventOf(type)).toBe(name);
});

test("a test is a message like any other, with an alert that says what it is", () => {
  const message = testMessage(TELLER, "n1", "user:mira", AT);
  expect(message.id).toBe("evt_e1_test_n1");
  expect(bodyOf(message)).toMatchObject({
    type: "tocsin.test",
    data: { alert: { title: "A test from Tocsin" }, actor: "user:mira" },
  });
});
