import { expect, test } from "vitest";
import { OPERATOR } from "../../domain/actor.ts";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { type Extent, sameExtent } from "./feed-state.ts";
import { createFeed } from "./feed.ts";
import type { Pending } from "./pending.ts";

function openFeed(now = "") {
  const alerts = [anAlert({ id: 2, seq: 2 }), anAlert({ id: 1, seq: 1 })];
  const page = { alerts, older: null, newer: null, head: { epoch: "this", seq: 2 } };
  const opening = { page: { ok: true as const, value: page }, newest: 0, detail: null, now };
  return createFeed(opening, {}, OPERATOR);
}

test("what the server answers to a command is shown, and what was expected is forgotten", () => {
  const feed = openFeed();
  const pending: Pending = { alertId: 1, change: (alert) => ({ ...alert, status: "resolved" }) };
  feed.expect(pending);
  expect(feed.rows.row(1)?.status).toBe("resolved");
  feed.settle(anAlert({ id: 1, seq: 3, status: "acknowledged" }), feed.epoch(), pending);
  expect(feed.rows.row(1)?.status).toBe("acknowledged");
});

test("an answer that comes from another database changes nothing", () => {
  const feed = openFeed();
  feed.settle(anAlert({ id: 1, seq: 9, title: "Of the other" }), "other");
  feed.settle(anAlert({ id: 7, seq: 9 }), "other");
  expect(feed.rows.row(1)?.seq).toBe(1);
  expect(feed.extent().waiting.arrived).toBe(0);
});

test("an alert that was there before the list was read is not new when it comes to match", () => {
  const feed = openFeed("2026-01-01T00:00:10.000Z");
  const put = (id: number, receivedAt: string) =>
    feed.receive({ to: id, put: [anAlert({ id, seq: id, receivedAt })], patch: [], remove: [] });
  feed.hand.hold("focus");
  put(3, "2026-01-01T00:00:05.000Z");
  expect(feed.extent().waiting).toEqual({ arrived: 0, returned: 1 });
  put(4, "2026-01-01T00:00:12.000Z");
  expect(feed.extent().waiting).toEqual({ arrived: 1, returned: 1 });
});

const AT = "2026-11-26T03:00:00.000Z";

test.each<[Partial<Extent>]>([
  [{ older: false }],
  [{ newer: true }],
  [{ waiting: { arrived: 3, returned: 0 } }],
  [{ waiting: { arrived: 0, returned: 3 } }],
  [{ removed: { at: AT, kept: null } }],
  [{ gap: null }],
  [{ gap: { below: 9, count: 1 } }],
  [{ gap: { below: 1, count: 9 } }],
])("%j is something else to be seen", (change) => {
  const seen: Extent = {
    older: true,
    newer: false,
    waiting: { arrived: 0, returned: 0 },
    gap: { below: 1, count: 1 },
    removed: null,
    searchedTo: null,
    isStopped: false,
  };
  expect(sameExtent(seen, structuredClone(seen))).toBe(true);
  expect(sameExtent(seen, { ...seen, ...change })).toBe(false);
});
