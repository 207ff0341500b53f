import fc from "fast-check";
import { anAlert } from "../../../domain/alert.arbitrary.ts";
import { type Alert, SEVERITIES, STATUSES } from "../../../domain/alert.ts";
import { WEBHOOK_EVENTS } from "../../../protocol/webhook-event.ts";
import type { Message } from "./message.ts";

export const AT = "2026-11-26T12:00:00.000Z";

export function aMessage(fields: Partial<Message> = {}, alert: Partial<Alert> = {}): Message {
  return {
    id: "evt_e1_7",
    type: "alert.opened",
    at: AT,
    actor: "source:monitor",
    alert: anAlert(alert),
    changed: {},
    note: null,
    identity: "e1/1",
    link: "https://alerts.example.org/alerts/1",
    ...fields,
  };
}

/** What means something in some markup, in JSON, in an address, or in a line of text. */
const HOSTILE = [
  "<!channel>",
  "<@U123>",
  "<https://evil.test|Open in Tocsin>",
  "@everyone @here <@&1>",
  "[a](https://evil.test)",
  "*_~`|>#-1.",
  "\\\\*",
  "&lt;&amp;",
  '","x":"',
  "{{alert.title}}",
  "{{DATE(2026-01-01T00:00:00Z)}}",
  "${x}",
  "<at>Mira</at>",
  "</script><img src=x>",
  "\r\nX-Injected: 1\r\n\r\n",
  "\u202Egnp.exe",
  "\0\u0007\u001B[31m",
  "\uD800",
  "👩‍👩‍👧",
  "… […]",
  "",
] as const;

const text = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "grapheme" })), { maxLength: 8 })
    .map((parts) => parts.join("")),
  // As long as an alert may be, of characters that take one byte to six in JSON.
  fc
    .tuple(
      fc.constantFrom("a", "ä", "\u0001", '"', "世", "😀", "<", "{", "*"),
      fc.constantFrom(300, 5000, 65_536),
    )
    .map(([unit, times]) => unit.repeat(times)),
);

/** As many, and as long together (characters), as labels or annotations may be. */
function pairs(together: number): fc.Arbitrary<Record<string, string>> {
  return fc
    .tuple(fc.constantFrom(0, 3, 200), text, fc.constantFrom("a", "ä", "\u0001", "__proto__"))
    .map(([count, value, unit]) => {
      const each = Math.floor(together / Math.max(1, count));
      const name = (i: number) => (unit === "__proto__" && i === 0 ? unit : unit.repeat(4) + i);
      return Object.fromEntries(
        Array.from({ length: count }, (_, i) => [name(i), value.slice(0, each - name(i).length)]),
      );
    });
}

const url = fc.constantFrom(
  null,
  "https://source.test/a?b=c&d=<e>|f",
  "javascript:alert(1)",
  "not an address",
  `https://source.test/${"a".repeat(4000)}`,
  `https://source.test/?${"&".repeat(1970)}`,
);

const alert = fc
  .record({
    source: text.map((source) => source.slice(0, 200) || "s"),
    fingerprint: fc.option(text.map((fingerprint) => fingerprint.slice(0, 200))),
    title: text.map((title) => title.slice(0, 1000)),
    description: text,
    severity: fc.constantFrom(...SEVERITIES),
    status: fc.constantFrom(...STATUSES),
    labels: pairs(16_384),
    annotations: pairs(81_920),
    url,
    acknowledgedBy: fc.option(text.map((name) => `user:${name.slice(0, 60)}`)),
    deletedAt: fc.constantFrom(null, AT),
  })
  .map((fields) => anAlert(fields));

/** Messages about alerts that were written to do harm, or to be too long. */
export const arbitraryMessage: fc.Arbitrary<Message> = fc
  .record({
    type: fc.constantFrom(...WEBHOOK_EVENTS, "tocsin.test" as const),
    actor: text.map((name) => `source:${name.slice(0, 200)}` as const),
    alert,
    note: fc.option(text),
    link: fc.constantFrom(null, "https://alerts.example.org/alerts/1"),
    changed: fc.constantFrom<(keyof Alert)[]>([], ["title", "severity"], ["labels", "description"]),
  })
  .map(({ changed, ...fields }) =>
    aMessage({
      ...fields,
      changed: Object.fromEntries(changed.map((name) => [name, fields.alert[name]])),
    }),
  );
