import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as v from "valibot";
import type { Alert } from "../../domain/alert.ts";
import { anAlert, arbitraryAlert, arbitraryFilter } from "../../domain/alert.arbitrary.ts";
import { matches, readFilter, resolveMe } from "../../domain/filter.ts";
import { pageSchema } from "../../protocol/page.ts";
import { send, type Server, startServer } from "../../server/process/server.fixture.ts";
import { readAddress } from "../address/address.ts";
import { similarTo } from "./similar.ts";

let server: Server;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const ODD = [..."ab=!,\"'\\ &+%#?;\t\u00A0öЖ漢🔥\u202E", "==", "!=", '"a!"', '"a,b"', "__proto__"];
const name = fc.oneof(
  fc.constantFrom("env", "__proto__", "constructor", "a!", "a=b", '"a!"', "=", "!", " "),
  fc.string({ unit: fc.constantFrom(...ODD), minLength: 1, maxLength: 8 }),
);
/** As long as ingest keeps them, now and then. */
const long = fc
  .tuple(
    fc.constantFrom("x", "=", "ö", "漢", "🔥", " ", "\u0001"),
    fc.integer({ min: 1, max: 2000 }),
  )
  .map(([sign, length]) => sign.repeat(length));
const value = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...ODD), maxLength: 8 }) },
  { weight: 1, arbitrary: long },
);
const source = fc.string({ unit: fc.constantFrom(...ODD), minLength: 1, maxLength: 8 });
const labels = fc.array(fc.tuple(name, value), { maxLength: 4 }).map(Object.fromEntries);

/** Where its labels and its source lead to, so far as they are links. */
function pathsFrom(alert: Alert, filter = {}): string[] {
  const similar = similarTo(alert, filter, "user:Mira");
  const pairs = Object.entries(alert.labels);
  return [similar.ofSource(), ...pairs.map((pair) => similar.withLabel(...pair))].filter(
    (path) => path !== null,
  );
}

function filterAt(path: string) {
  const { filter } = readAddress("/", new URL(path, "http://host").search);
  return readFilter(resolveMe(filter, "user:Mira"));
}

test("every link from an alert, whatever the feed shows, leads to a feed that has it", () => {
  const odd = fc.record({
    labels,
    source,
    deletedAt: fc.constantFrom(null, "2026-01-02T00:00:00Z"),
  });
  const alert = fc.oneof(arbitraryAlert, odd.map(anAlert));
  fc.assert(
    fc.property(alert, arbitraryFilter, (alert, filter) => {
      const astray = pathsFrom(alert, filter).filter((path) => !matches(filterAt(path), alert));
      expect(astray).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test("it narrows the feed that it is followed from", () => {
  const alert = anAlert({ labels: { env: "prod", team: "core" } });
  const filter = { status: ["firing" as const], label: ["env=prod", "zone=b"], q: "absent" };
  expect(similarTo(alert, filter, "user:Mira").withLabel("team", "core")).toBe(
    "/?status=firing&label=env%3Dprod&label=team%3Dcore",
  );
  expect(similarTo(alert, { severity: ["warning"] }, "operator").ofSource()).toBe(
    "/?severity=warning&source=monitor",
  );
});

test("a feed that would be asked for too much is asked for the label alone", () => {
  const labels = { a: "ö".repeat(1500), b: "ö".repeat(1500) };
  const similar = similarTo(anAlert({ labels }), { label: [`a=${labels.a}`] }, "operator");
  expect(similar.withLabel("b", labels.b)).toBe(
    `/?${new URLSearchParams({ label: `b=${labels.b}` })}`,
  );
  const many = Array.from({ length: 50 }, (_, index) => `x${index}=`);
  expect(similarTo(anAlert({ labels }), { label: many }, "operator").withLabel("c", "d")).toBe(
    "/?label=c%3Dd",
  );
});

test("each value that an address can carry is a link, up to the longest that is kept", () => {
  const lengths = { x: 2000, "=": 2000, '"': 2000, " ": 2000, ö: 2000, 漢: 1300, "🔥": 1000 };
  for (const [sign, length] of Object.entries(lengths)) {
    const value = sign.repeat(length);
    expect(
      similarTo(anAlert({ labels: { a: value } }), {}, "operator").withLabel("a", value),
    ).not.toBeNull();
  }
  const tooLong = "漢".repeat(2000);
  expect(
    similarTo(anAlert({ labels: { a: tooLong } }), {}, "operator").withLabel("a", tooLong),
  ).toBeNull();
});

// As much as browsers send along, and a cookie of another site on the same host.
const HEADERS = { accept: "text/html", "user-agent": "x".repeat(200), cookie: "c".repeat(2500) };

test("the server finds the alert there, and whatever else belongs there", async () => {
  const sample = fc.sample(fc.record({ source, labels }), { numRuns: 60, seed: 11 });
  const posted = sample.map((fields, index) => ({ title: `Alert ${index}`, ...fields }));
  expect(
    (await send(server.port, { method: "POST", path: "/api/alerts", body: posted })).status,
  ).toBe(200);
  const all = await alertsAt("");
  expect(all).toHaveLength(posted.length);
  for (const alert of all) {
    for (const path of pathsFrom(alert)) {
      const found = await alertsAt(new URL(path, server.url).search);
      const wanted = all.filter((other) => matches(filterAt(path), other));
      expect({ path, found }).toEqual({ path, found: wanted });
      expect(found).toContainEqual(alert);
    }
  }
});

async function alertsAt(search: string): Promise<readonly Alert[]> {
  const path = `/api/alerts${search === "" ? "?" : `${search}&`}limit=200`;
  const answer = await send(server.port, { path, headers: HEADERS });
  expect(answer.status, `${path.length} characters: ${answer.text.slice(0, 200)}`).toBe(200);
  return v.parse(pageSchema, answer.json).alerts;
}
