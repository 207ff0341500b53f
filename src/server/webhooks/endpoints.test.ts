import { describe, expect, test } from "vitest";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import type { Alert } from "../../domain/alert.ts";
import { readFilter } from "../../domain/filter.ts";
import { WEBHOOK_EVENTS } from "../../protocol/webhook-event.ts";
import type { Moment } from "../store/moments.ts";
import { type KeptWebhook, MOST_PENDING } from "../store/webhooks.ts";
import {
  type Endpoint,
  type Endpoints,
  happen,
  movable,
  moveOver,
  ROOM,
  turnsOf,
} from "./endpoints.ts";
import { newHealth } from "./schedule.ts";
import { PLENTY } from "./turn.ts";

const WEBHOOK: KeptWebhook = {
  id: 1,
  name: "ops",
  host: "example.org",
  preset: "standard",
  filter: { severity: ["critical"] },
  events: WEBHOOK_EVENTS,
  template: null,
  isEnabled: true,
  headerNames: [],
  position: 0,
  health: newHealth(0),
  lastFailureAt: null,
  pending: 0,
};

function pending(seq: number) {
  return { webhook: 1, seq, alert: seq, due: 0, attempts: 0, firstAt: null };
}

function endpoint(webhook: Partial<KeptWebhook> = {}, fields: Partial<Endpoint> = {}): Endpoint {
  const known = { ...WEBHOOK, ...webhook };
  const { position: kept } = known;
  return {
    webhook: known,
    filter: readFilter(known.filter),
    kept,
    pending: [],
    isHeldUp: false,
    underWay: new Map(),
    ...fields,
  };
}

function moment(seq: number, before: Partial<Alert> | null, after: Partial<Alert>): Moment {
  return {
    event: {
      type: "AlertAcknowledged",
      data: {},
      seq,
      alertId: 1,
      recordedAt: "2026-11-26T12:00:00.000Z",
      actor: "operator",
    },
    before: before === null ? null : anAlert(before),
    after: anAlert(after),
  };
}

const one = (webhook: Endpoint): Endpoints => new Map([[1, webhook]]);
const paused = { ...newHealth(0), paused: "gone" as const };
const well = { ...newHealth(0), lastSuccessAt: 1 };
const plenty = Array.from({ length: PLENTY }, (_, index) => pending(index + 1));
const full = Array.from({ length: MOST_PENDING }, (_, index) => pending(index + 1));

test.each<[string, Endpoint, boolean]>([
  ["behind the last event", endpoint(), true],
  ["at the last event", endpoint({ position: 9 }), false],
  ["off", endpoint({ isEnabled: false }), false],
  ["paused", endpoint({ health: paused }), false],
  ["full", endpoint({}, { isHeldUp: true }), false],
  ["well, with plenty to send", endpoint({ health: well }, { pending: plenty }), false],
  ["well, with less", endpoint({ health: well }, { pending: plenty.slice(1) }), true],
  // Of one that may be dead as much is pending as may be: so no alert that fails holds up others.
  ["unsure, with as much", endpoint({}, { pending: plenty }), true],
])("one that is %s goes on in the log: %s", (_, webhook, isGoing) => {
  expect(movable(one(webhook), 9, 0)).toHaveLength(isGoing ? 1 : 0);
});

test("one that is off has no turn", () => {
  expect(turnsOf(one(endpoint({}, { pending: [pending(1)] })))).toHaveLength(1);
  expect(turnsOf(one(endpoint({ isEnabled: false }, { pending: [pending(1)] })))).toEqual([]);
});

describe("over the log", () => {
  const bad = { severity: "critical" } as const;
  const own = { source: "tocsin", fingerprint: "webhook-paused-1", ...bad };
  const others = { ...own, fingerprint: "webhook-paused-2" };

  test("it is told of what enters its filter, stays there and leaves it, and not of its own pause", () => {
    const moments = [
      moment(1, {}, bad),
      moment(2, bad, bad),
      moment(3, bad, {}),
      moment(4, {}, {}),
      moment(5, null, own),
      moment(6, null, others),
    ];
    const { from, to, events } = moveOver(endpoint(), moments, 8);
    expect([from, to, events.map(({ seq }) => seq)]).toEqual([0, 8, [1, 2, 3, 6]]);
  });

  test("it goes as far as it has room", () => {
    const moments = [5, 6, 7].map((seq) => moment(seq, bad, bad));
    const move = moveOver(endpoint({}, { pending: full.slice(2) }), moments, 9);
    expect([move.to, move.events.length]).toEqual([6, 2]);
  });
});

test("one that is full goes on once a good part of its room is free, not for each event", () => {
  const loaded = happen(new Map(), { type: "loaded", webhook: WEBHOOK, pending: full });
  let left = loaded;
  let rid = 0;
  while (movable(left, 2_000, 0).length === 0) {
    rid += 1;
    left = happen(left, { type: "dropped", id: 1, seq: rid });
  }
  expect(rid).toBe(ROOM);
  const edited = happen(loaded, { type: "loaded", webhook: WEBHOOK, pending: full.slice(1) });
  expect(movable(edited, 2_000, 0)).toEqual([]);
  const resumed = happen(loaded, { type: "loaded", webhook: WEBHOOK, pending: [] });
  expect(movable(resumed, 2_000, 0)).toHaveLength(1);
  const begun = happen(new Map(), { type: "loaded", webhook: WEBHOOK, pending: full.slice(1) });
  expect(movable(begun, 2_000, 0)).toHaveLength(1);
});

test("what is under way stays so when a webhook is edited", () => {
  const began = happen(one(endpoint()), { type: "began", id: 1, seq: 3, alert: 7 });
  const edited = happen(began, { type: "loaded", webhook: WEBHOOK, pending: [pending(3)] });
  expect(turnsOf(edited)).toMatchObject([{ underWay: new Set([7]) }]);
});

test("a move is one of what is known: from elsewhere it has been loaded already", () => {
  const move = { webhook: 1, from: 0, to: 5, events: [{ seq: 4, alert: 4 }] };
  const moved = happen(one(endpoint()), { type: "moved", move, now: 9 });
  expect(moved.get(1)).toMatchObject({ webhook: { position: 5 }, pending: [{ seq: 4, due: 9 }] });
  expect(happen(moved, { type: "moved", move, now: 9 })).toEqual(moved);
});

test("where there was nothing to send it goes on, and the store need not know yet", () => {
  const passed = happen(one(endpoint()), { type: "passed", id: 1, from: 0, to: 7 });
  expect(passed.get(1)).toMatchObject({ webhook: { position: 7 }, kept: 0 });
  const { from, to } = moveOver(passed.get(1) ?? endpoint(), [moment(8, null, {})], 9);
  expect([from, to]).toEqual([0, 9]);
  const elsewhere = one(endpoint({ position: 3 }));
  expect(happen(elsewhere, { type: "passed", id: 1, from: 0, to: 7 })).toEqual(elsewhere);
});

describe("an attempt that is told of late", () => {
  const settled = (health: KeptWebhook["health"]) => {
    const after = { health, next: { type: "done" as const }, isBack: false };
    return { type: "settled" as const, id: 1, seq: 1, attempt: 1, firstAt: 0, after, now: 9 };
  };
  const healthAfter = (health: KeptWebhook["health"], late: KeptWebhook["health"]) =>
    happen(one(endpoint({ health })), settled(late)).get(1)?.webhook.health;

  test("takes nothing back of a webhook that was resumed since", () => {
    const resumed = newHealth(5);
    expect(healthAfter(resumed, { ...paused, failures: 9 })).toEqual(resumed);
  });

  test("takes no pause back", () => {
    expect(healthAfter(paused, { ...newHealth(0), failures: 1 })).toEqual({
      ...paused,
      failures: 1,
    });
  });
});
