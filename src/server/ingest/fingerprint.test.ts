import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fingerprintOf } from "./fingerprint.ts";

interface Recorded {
  readonly alerts: readonly {
    readonly labels: Record<string, string>;
    readonly fingerprint: string;
  }[];
}

const recorded = new URL("fixtures/alertmanager/", import.meta.url);

test.each(readdirSync(recorded))("is what Alertmanager sent in %s", (name) => {
  const { alerts } = JSON.parse(readFileSync(new URL(name, recorded), "utf8")) as Recorded;
  expect(alerts.map(({ labels }) => fingerprintOf(labels))).toEqual(
    alerts.map(({ fingerprint }) => fingerprint),
  );
});

test("does not depend on the order of the labels", () => {
  expect(fingerprintOf({ a: "1", b: "2" })).toBe(fingerprintOf({ b: "2", a: "1" }));
  expect(fingerprintOf({ a: "1", b: "2" })).not.toBe(fingerprintOf({ a: "12", b: "" }));
});
