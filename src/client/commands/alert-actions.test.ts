import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OPERATOR } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { createFeed, type Feed } from "../feed/feed.ts";
import { type AlertActions, createAlertActions } from "./alert-actions.ts";
import { createToasts, type Toasts } from "../ui/toasts.ts";

const NOW = "2026-01-01T00:00:00.000Z";
const ACKNOWLEDGED = { status: "acknowledged", acknowledgedAt: NOW, acknowledgedBy: "operator" };
const CONFLICT = { code: "alert-resolved", title: "This alert is resolved", detail: "" };

/** What was asked of the server, which answers when the test says so. */
let asked: { path: string; answer: (status: number, body: unknown) => void }[];
let feed: Feed;
let toasts: Toasts;
let actions: AlertActions;

beforeEach(() => {
  asked = [];
  vi.stubGlobal(
    "fetch",
    (path: string) =>
      new Promise<Response>((resolve) => {
        const answer = (status: number, body: unknown) => resolve(Response.json(body, { status }));
        asked.push({ path, answer });
      }),
  );
  feed = openFeed("this");
  toasts = createToasts();
  actions = createAlertActions(feed, toasts, OPERATOR, () => 0);
});

afterEach(() => vi.unstubAllGlobals());

function openFeed(epoch: string): Feed {
  const alerts = [anAlert({ id: 2, seq: 2 }), anAlert({ id: 1, seq: 1 })];
  const page = { alerts, older: null, newer: null, head: { epoch, seq: 2 } };
  const opening = { page: { ok: true as const, value: page }, newest: 0, detail: null, now: NOW };
  return createFeed(opening, {}, OPERATOR);
}

const shown = (): Alert => feed.rows.row(1) ?? anAlert({ id: 1, seq: 1 });

test("an answer takes back nothing of what was done after it was asked for", async () => {
  const first = actions.act(shown(), "acknowledge");
  void actions.act(shown(), "resolve");
  expect(shown().status).toBe("resolved");
  asked[0]?.answer(200, anAlert({ id: 1, seq: 3, ...ACKNOWLEDGED } as Alert));
  await first;
  expect(shown().status).toBe("resolved");
});

test("nor does a refusal, and it says what was refused", async () => {
  const first = actions.act(shown(), "acknowledge");
  void actions.act(shown(), "delete");
  asked[0]?.answer(409, CONFLICT);
  await first;
  expect(feed.rows.ids()).toEqual([2]);
  expect(toasts.list().map(({ tone }) => tone)).toEqual(["bad"]);
});

test("nor does the answer to a note", async () => {
  const note = actions.note(shown(), "Looking into it");
  void actions.act(shown(), "delete");
  asked[0]?.answer(200, anAlert({ id: 1, seq: 3 }));
  await note;
  expect(feed.rows.ids()).toEqual([2]);
});

test("what is under way already is not asked for again", async () => {
  const before = shown();
  const first = actions.act(before, "acknowledge");
  void actions.act(before, "acknowledge");
  void actions.act(shown(), "acknowledge");
  expect(asked.length).toBe(1);
  asked[0]?.answer(200, anAlert({ id: 1, seq: 3, ...ACKNOWLEDGED } as Alert));
  await first;
  void actions.act(before, "acknowledge");
  expect(asked.length).toBe(1);
});

test("after a refusal it can be asked for again", async () => {
  const first = actions.act(shown(), "acknowledge");
  asked[0]?.answer(503, { code: "store-busy", title: "Busy", detail: "" });
  await first;
  void actions.act(shown(), "acknowledge");
  expect(asked.map(({ path }) => path)).toEqual(Array(2).fill("/api/alerts/1/acknowledge"));
});

test("undo asks nothing of another database, where the number is another alert's", async () => {
  const deletion = actions.act(shown(), "delete");
  asked[0]?.answer(200, anAlert({ id: 1, seq: 3, deletedAt: NOW }));
  await deletion;
  const epoch = vi.spyOn(feed, "epoch").mockReturnValue("other");
  const remedy = toasts.list()[0]?.remedy;
  remedy?.act();
  expect(asked.length).toBe(1);
  expect(toasts.list().at(-1)?.words).toContain("cannot be undone");
  epoch.mockRestore();
  remedy?.act();
  expect(asked.at(-1)?.path).toBe("/api/alerts/1/restore");
});
