import { expect, test } from "vitest";
import { CHANNELS, publishFact } from "../channel.ts";
import { INSTANCE, usage } from "./usage.fixture.ts";
import { powerOfTen } from "./usage-property.ts";

const NOW = Date.parse("2026-11-26T12:00:00.000Z");
const ABOUT = { version: "0.1.0", platform: "linux", node: 26 };
const UNPLACED = { $process_person_profile: false, $geoip_disable: true };

function use() {
  publishFact(CHANNELS.report, { outcome: "opened" });
  publishFact(CHANNELS.report, { outcome: "opened" });
  publishFact(CHANNELS.report, { outcome: "rejected" });
  publishFact(CHANNELS.action, { action: "Acknowledge", outcome: "done" });
  publishFact(CHANNELS.action, { action: "Resolve", outcome: "rejected" });
  const read = { filtered: true, outcome: "read", ms: 1 } as const;
  publishFact(CHANNELS.page, { ...read, place: "head", searched: true });
  publishFact(CHANNELS.page, { ...read, place: "at", searched: false });
  publishFact(CHANNELS.page, { ...read, place: "at", searched: true, outcome: "refused" });
  publishFact(CHANNELS.socket, { type: "opened", open: 1 });
  publishFact(CHANNELS.socket, { type: "closed", open: 0 });
  publishFact(CHANNELS.signIn, { via: "password", outcome: "signed-in", ms: 1 });
  publishFact(CHANNELS.signIn, { via: "oidc", outcome: "not-allowed", ms: 1 });
  publishFact(CHANNELS.webhook, { outcome: "delivered", ms: 1 });
  publishFact(CHANNELS.webhook, { outcome: "failed", ms: 1 });
}

test("what was used is told in one event, and once", async () => {
  let now = NOW;
  const { collect } = usage(() => now);
  use();
  now += 10_000;
  expect(await collect()).toEqual([
    {
      event: "tocsin usage",
      distinct_id: INSTANCE,
      timestamp: "2026-11-26T12:00:10.000Z",
      uuid: "id-1",
      properties: {
        ...ABOUT,
        ...UNPLACED,
        alerts_opened: 2,
        alerts_rejected: 1,
        actions_acknowledge: 1,
        actions_rejected: 1,
        pages_head: 1,
        pages_at: 1,
        searches: 1,
        sockets_opened: 1,
        sign_ins_succeeded: 1,
        sign_ins_failed: 1,
        webhooks_delivered: 1,
        webhooks_failed: 1,
        size_events: 1000,
        size_bytes: 10_000,
        size_subscriptions: 0,
        seconds: 10,
      },
    },
  ]);
  expect(await collect()).toEqual([]);
});

test("whoever looks at it takes nothing away", async () => {
  const { source, collect, read } = usage(() => NOW);
  use();
  const seen = read(await source.peek());
  const told = await collect();
  expect(seen.map(({ properties }) => properties)).toEqual(
    told.map(({ properties }) => properties),
  );
});

test("what happens while the sizes are read is told with the next", async () => {
  const { collect } = usage(() => NOW);
  publishFact(CHANNELS.report, { outcome: "opened" });
  const collecting = collect();
  publishFact(CHANNELS.report, { outcome: "opened" });
  const first = await collecting;
  publishFact(CHANNELS.report, { outcome: "opened" });
  const opened = [...first, ...(await collect())].map(
    ({ properties }) => properties["alerts_opened"],
  );
  expect(opened.reduce<number>((sum, times) => sum + Number(times), 0)).toBe(3);
});

test("a start and an end are told with the time at which they were", async () => {
  let now = NOW;
  const { collect } = usage(() => now);
  publishFact(CHANNELS.lifecycle, { type: "started", ms: 412 });
  now += 60_000;
  publishFact(CHANNELS.lifecycle, { type: "stopping", ms: 60_400 });
  expect(await collect()).toMatchObject([
    { event: "tocsin started", timestamp: "2026-11-26T12:00:00.000Z", properties: { seconds: 0 } },
    {
      event: "tocsin stopping",
      timestamp: "2026-11-26T12:01:00.000Z",
      properties: { seconds: 60 },
    },
  ]);
});

test("how many were dropped is an event of its own", () => {
  const { source, read } = usage(() => NOW);
  expect(read([source.noteOf(7) ?? ""])).toMatchObject([
    { event: "tocsin dropped", properties: { ...ABOUT, dropped: 7 } },
  ]);
});

test("after the end nothing is counted, and what was counted is still there", async () => {
  const { source, collect } = usage(() => NOW);
  publishFact(CHANNELS.report, { outcome: "opened" });
  source.stop();
  publishFact(CHANNELS.report, { outcome: "opened" });
  expect(await collect()).toMatchObject([{ properties: { alerts_opened: 1 } }]);
});

test.each([
  [0, 0],
  [0.5, 0],
  [1, 1],
  [9, 1],
  [10, 10],
  [999, 100],
  [1000, 1000],
  [123_456_789, 100_000_000],
])("of %i the size is %i", (value, size) => {
  expect(powerOfTen(value)).toBe(size);
});
