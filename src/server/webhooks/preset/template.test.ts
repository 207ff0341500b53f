import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aMessage, arbitraryMessage, AT } from "./message.fixture.ts";
import { LONGEST_BODY } from "./shorten.ts";
import { TEMPLATE_LIMITS, templateOf } from "./template.ts";

const ADDRESS = new URL("https://receiver.test/hook");

/** What the template makes of the message. */
function filled(template: string, message = aMessage()): unknown {
  const made = templateOf(template);
  if (!made.ok) throw new Error(made.fault);
  return JSON.parse(made.write(message, ADDRESS)?.body ?? "");
}

const MESSAGE = aMessage(
  { note: "seen", actor: "user:mira" },
  { id: 7, labels: { env: "prod", "a b": '"}' }, occurrences: 3, title: 'Say "hi"\n' },
);

test.each([
  ['{"a":"{{alert.title}}"}', { a: 'Say "hi"\n' }],
  ['{"a":{{alert.title}}}', { a: 'Say "hi"\n' }],
  ['{"a":"<{{alert.title}}> {{ alert.severity }}"}', { a: '<Say "hi"\n> warning' }],
  ['{"a":{{alert.occurrences}},"b":"{{alert.occurrences}}"}', { a: 3, b: "3" }],
  ['{"a":{{alert.labels}}}', { a: { env: "prod", "a b": '"}' } }],
  ['{"a":"{{alert.labels}}"}', { a: String.raw`{"env":"prod","a b":"\"}"}` }],
  ['{"a":"{{alert.labels.env}}","b":{{alert.labels.a b}}}', { a: "prod", b: '"}' }],
  ['{"a":"{{alert.labels.none}}","b":{{alert.labels.none}}}', { a: "", b: null }],
  ['{"a":{{alert.labels.__proto__}},"b":{{alert.labels.constructor}}}', { a: null, b: null }],
  ['{"a":{{alert.resolvedAt}},"b":"{{alert.resolvedAt}}"}', { a: null, b: "" }],
  [
    '["{{id}}","{{type}}","{{timestamp}}","{{actor}}","{{note}}"]',
    ["evt_e1_7", "alert.opened", AT, "user:mira", "seen"],
  ],
  ['{"{{alert.id}}":"{{link}}"}', { "7": "https://alerts.example.org/alerts/1" }],
  [String.raw`{"a":"\"{{alert.id}}\"","b":"\\{{alert.id}}"}`, { a: '"7"', b: String.raw`\7` }],
  [String.raw`{"a":"{\u007balert.id}}"}`, { a: "{{alert.id}}" }],
  [String.raw`{"a":"\"{{alert.title}}\""}`, { a: '"Say "hi"\n"' }],
  ["{{alert.id}}", 7],
  ['{"a":1}', { a: 1 }],
])("%s", (template, value) => {
  expect(filled(template, MESSAGE)).toEqual(value);
});

test.each([
  ["", "must be JSON"],
  ["{", "must be JSON"],
  ["{{alert.id}}{{alert.id}}", "must be JSON"],
  ['{"a":1{{alert.id}}}', "must be JSON"],
  ["{{{alert.id}}:1}", "nothing is known"],
  ['{"a":"{{alert.id}"}', 'without an end: {{alert.id}"}'],
  [String.raw`{"a":"\u{{alert.title}}0041"}`, "must be JSON"],
  [String.raw`{"a":"\u00{{alert.title}}"}`, "must be JSON"],
  [String.raw`{"a":"\{{alert.title}}"}`, "must be JSON"],
  ['{"a":"{{alert.__proto__}}"}', "nothing is known: {{alert.__proto__}}"],
  ['{"a":{{__proto__}}}', "nothing is known: {{__proto__}}"],
  ['{"a":"{{}}"}', "nothing is known"],
  ['{"a":"{{alert}}"}', "nothing is known"],
  ['{"a":"{{alert.toString}}"}', "nothing is known"],
  ['{"a":"{{alert.labels.a}} {{process.env.HOME}}"}', "nothing is known"],
  ['{"a":"{{constructor}}"}', "nothing is known"],
  ['{"a":"{{#if x}}"}', "nothing is known"],
  [`["${"a".repeat(TEMPLATE_LIMITS.length)}"]`, "at most 4000"],
  [`[${"{{alert.id}},".repeat(50)}1,{{id}}]`, "at most 50"],
])("%s is no template: %s", (template, fault) => {
  const made = templateOf(template);
  expect(made.ok ? "" : made.fault).toContain(fault);
});

describe("whatever an alert says", () => {
  test("the shape of what was written stays, and its texts are the alert's", () => {
    fc.assert(
      fc.property(arbitraryMessage, (message) => {
        const template =
          '{"a":"{{alert.title}}","b":{"c":{{alert.title}}},"d":["x {{alert.source}} y"]}';
        const { title, source } = message.alert;
        expect(filled(template, message)).toEqual({
          a: title,
          b: { c: title },
          d: [`x ${source} y`],
        });
      }),
      { numRuns: 300 },
    );
  });

  test("the body is bounded, however long the template", () => {
    const places = [
      "alert.description",
      "alert.labels",
      "alert.source",
      "actor",
      "note",
      "link",
      "id",
      "alert.url",
    ];
    fc.assert(
      fc.property(
        arbitraryMessage,
        fc.constantFrom(...places),
        fc.boolean(),
        (message, place, isText) => {
          const one = isText ? `"{{${place}}}"` : `{{${place}}}`;
          const start = `[${Array.from({ length: TEMPLATE_LIMITS.places }, () => one).join()},"`;
          const template = `${start}${"€".repeat(TEMPLATE_LIMITS.length - start.length - 2)}"]`;
          const made = templateOf(template);
          if (!made.ok) throw new Error(made.fault);
          expect(Buffer.byteLength(made.write(message, ADDRESS)?.body ?? "")).toBeLessThanOrEqual(
            LONGEST_BODY,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

test("whatever is written as a template is one or is told why not", () => {
  const unit = fc.constantFrom(
    '"',
    "{",
    "}",
    "{{",
    "}}",
    "\\",
    "\\u",
    "0041",
    "alert.id",
    "{{alert.title}}",
    ",",
    ":",
    "[",
    "]",
    "a",
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 12 }), arbitraryMessage, (parts, message) => {
      const made = templateOf(parts.join(""));
      if (made.ok) expect(JSON.parse(made.write(message, ADDRESS)?.body ?? "")).toBeDefined();
      else expect(made.fault).not.toBe("");
    }),
    { numRuns: 3000 },
  );
});
