import fc from "fast-check";
import { expect, test } from "vitest";
import { USAGE_FIELDS } from "../../../protocol/telemetry.ts";
import { CHANNELS, type FactChannel, publishFact } from "../channel.ts";
import { INSTANCE, usage } from "./usage.fixture.ts";
import { allowed } from "./usage-property.ts";

const NOW = Date.parse("2026-11-26T12:00:00.000Z");

/** Words that facts have, and names that objects have. */
const WORDS = [
  "opened",
  "Acknowledge",
  "done",
  "head",
  "read",
  "delivered",
  "signed-in",
  "started",
  "stopping",
  "__proto__",
  "constructor",
  "toString",
  "version",
  "platform",
  "dropped",
  "seconds",
  "size_bytes",
];
/** Nothing that is sent has this in it. */
const MARK = "s3cr3t";
const text = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.string({ unit: "binary" }).map((rest) => `${MARK}${rest}`),
  fc.constantFrom(`${MARK}.example.org`, `10.${MARK}.0.1`, `user:${MARK}`, `severity=${MARK}`),
);
const value = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
const KEYS = [
  "outcome",
  "action",
  "place",
  "searched",
  "filtered",
  "type",
  "open",
  "via",
  "ms",
  "events",
  "code",
  "title",
  "host",
  "user",
];
const fact = fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), text), value);
const channels = Object.values(CHANNELS) as unknown as FactChannel<unknown>[];
const facts = fc.array(fc.tuple(fc.constantFrom(...channels), fact), { maxLength: 50 });

const NAMES: readonly string[] = [...USAGE_FIELDS, "$process_person_profile", "$geoip_disable"];

test("whatever is told, no text of anybody leaves", async () => {
  const { collect } = usage(() => NOW);
  await fc.assert(
    fc.asyncProperty(facts, async (facts) => {
      for (const [channel, fact] of facts) {
        try {
          publishFact(channel, fact);
        } catch {
          expect.fail("A subscriber has thrown into whoever publishes.");
        }
      }
      for (const { event, distinct_id, properties, timestamp, uuid, ...rest } of await collect()) {
        expect(["tocsin started", "tocsin stopping", "tocsin usage"]).toContain(event);
        expect([distinct_id, timestamp, rest]).toEqual([INSTANCE, new Date(NOW).toISOString(), {}]);
        expect(uuid).toMatch(/^id-\d+$/u);
        expectClosed(properties);
      }
    }),
    { numRuns: 500 },
  );
});

test("whatever is to be sent, only fields of the list are, with numbers or closed words", () => {
  const names = fc.oneof(fc.constantFrom(...USAGE_FIELDS), text);
  fc.assert(
    fc.property(fc.dictionary(names, value), (given) => {
      expect(NAMES).toEqual(expect.arrayContaining(Object.keys(allowed(given))));
      expectClosed(allowed(given));
    }),
  );
});

function expectClosed(properties: Readonly<Record<string, unknown>>): void {
  expect(JSON.stringify(properties)).not.toContain(MARK);
  for (const [name, value] of Object.entries(properties)) {
    expect(NAMES).toContain(name);
    if (name === "version") expect(value).toMatch(/^\d+\.\d+\.\d+$/u);
    else if (name === "platform") expect(["linux", "darwin", "win32"]).toContain(value);
    else if (name.startsWith("$")) expect(value).toBe(name === "$geoip_disable");
    else expect(Number.isSafeInteger(value) && Number(value) >= 0).toBe(true);
  }
}
