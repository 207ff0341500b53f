import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { readAlertmanager } from "./alertmanager.ts";
import { arrivalAs, fixturesOf } from "./arrival.fixture.ts";
import { pairsOf } from "./fields.ts";
import { readGeneric } from "./generic.ts";
import { readGrafana } from "./grafana.ts";
import type { Reader } from "./intake.ts";
import { LIMITS } from "./limits.ts";
import { readPagerDuty } from "./pagerduty.ts";
import { readPush } from "./push.ts";
import { readSns } from "./sns.ts";
import { fits } from "./text.ts";
import { readUptimeKuma } from "./uptime-kuma.ts";
import { readZabbix } from "./zabbix.ts";

const READERS: readonly (readonly [folder: string, read: Reader])[] = [
  ["alertmanager", readAlertmanager],
  ["grafana", readGrafana],
  ["grafana-legacy", readGrafana],
  ["push", readPush],
  ["sns", readSns],
  ["zabbix", readZabbix],
  ["uptime-kuma", readUptimeKuma],
  ["pagerduty", readPagerDuty],
  ["pagerduty", readGeneric],
];

const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>("x".repeat(70_000), "\0\uD800", [], {}, 0, -1, 1e21, "{", "[1,2]"),
  fc.constant({ toString: 1, valueOf: 1, toJSON: 1 }),
  fc.dictionary(fc.string({ maxLength: 300 }), fc.string({ maxLength: 3_000 }), { maxKeys: 9 }),
);

/** The same value, but that here and there something else stands. */
function spoilt(value: unknown): fc.Arbitrary<unknown> {
  const whole: fc.Arbitrary<unknown> = Array.isArray(value)
    ? fc.tuple(...value.map(spoilt))
    : typeof value === "object" && value !== null
      ? fc.record(
          Object.fromEntries(Object.entries(value).map(([name, part]) => [name, spoilt(part)])),
          { requiredKeys: [] },
        )
      : fc.constant(value);
  return fc.oneof({ weight: 15, arbitrary: whole }, { weight: 1, arbitrary: anything });
}

const labels = pairsOf("tags", LIMITS.labelValue, LIMITS.labels);
const annotations = pairsOf("text", LIMITS.annotationValue, LIMITS.annotations);

describe.each(READERS)("whatever resembles what %s sends", (folder, read) => {
  const bodies = fixturesOf(folder).map(([, body]) => spoilt(body));

  test("is read or refused, and what is kept of it fits", () => {
    fc.assert(
      fc.property(fc.oneof(...bodies, anything), (body) => {
        const intake = read(body, arrivalAs("test"));
        const items = intake.ok ? intake.value.items : [];
        for (const item of items) {
          if (!item.ok) continue;
          const { report } = item;
          expect(v.is(labels, report.labels ?? {})).toBe(true);
          expect(v.is(annotations, report.annotations ?? {})).toBe(true);
          expect(fits(report.title ?? report.name ?? "", LIMITS.title)).toBe(true);
          expect(fits(report.description ?? "", LIMITS.description)).toBe(true);
          expect(fits(report.fingerprint ?? "", LIMITS.fingerprint)).toBe(true);
          expect(fits(report.url ?? "", LIMITS.url)).toBe(true);
          // A backslash of a text is written twice, and begins no character.
          const characters = JSON.stringify(report).replaceAll("\\\\", "");
          expect(characters).not.toMatch(/\\u0000|\\ud[89a-f]/iu);
        }
      }),
      { numRuns: 300 },
    );
  });
});
