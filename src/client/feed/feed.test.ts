import { expect, test } from "vitest";
import { anAlert } from "../../shared/alert.arbitrary.ts";
import { createFeed } from "./feed.ts";
import type { Pending } from "./pending.ts";

function openFeed() {
  const alerts = [anAlert({ id: 2, seq: 2 }), anAlert({ id: 1, seq: 1 })];
  const page = { alerts, older: null, newer: null, head: { epoch: "this", seq: 2 } };
  const opening = { page: { ok: true as const, value: page }, newest: 0, detail: null, now: "" };
  return createFeed(opening, {});
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
  expect(feed.extent().newCount).toBe(0);
});
