import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OPERATOR } from "../../domain/actor.ts";
import type { Alert } from "../../domain/alert.ts";
import { anAlert } from "../../domain/alert.arbitrary.ts";
import { createFeed, type Feed } from "../feed/feed.ts";
import { type AlertActions, createAlertActions } from "./alert-actions.ts";
import { createToasts, type Toasts } from "../ui/toasts.ts";
import { createUndoStack } from "./undo-stack.ts";

const NOW = "2026-01-01T00:00:00.000Z";
const NOON = Date.parse("2026-01-01T12:00:00.000Z");
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
  const clock = { now: () => NOON, zone: () => "UTC" };
  actions = createAlertActions(feed, toasts, OPERATOR, clock, createUndoStack());
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
  const first = actions.act(shown(), { action: "acknowledge" });
  void actions.act(shown(), { action: "resolve" });
  expect(shown().status).toBe("resolved");
  asked[0]?.answer(200, anAlert({ id: 1, seq: 3, ...ACKNOWLEDGED } as Alert));
  await first;
  expect(shown().status).toBe("resolved");
});

test("nor does a refusal, and it says what was refused", async () => {
  const first = actions.act(shown(), { action: "acknowledge" });
  void actions.act(shown(), { action: "delete" });
  asked[0]?.answer(409, CONFLICT);
  await first;
  expect(feed.rows.ids()).toEqual([2]);
  // The deletion, which may still be undone, and the refusal.
  expect(toasts.list().map(({ tone }) => tone)).toEqual(["calm", "bad"]);
});

test("nor does the answer to a note", async () => {
  const note = actions.note(shown(), "Looking into it");
  void actions.act(shown(), { action: "delete" });
  asked[0]?.answer(200, anAlert({ id: 1, seq: 3 }));
  await note;
  expect(feed.rows.ids()).toEqual([2]);
});

test("what is under way already is not asked for again", async () => {
  const before = shown();
  const first = actions.act(before, { action: "acknowledge" });
  void actions.act(before, { action: "acknowledge" });
  void actions.act(shown(), { action: "acknowledge" });
  expect(asked.length).toBe(1);
  asked[0]?.answer(200, anAlert({ id: 1, seq: 3, ...ACKNOWLEDGED } as Alert));
  await first;
  void actions.act(before, { action: "acknowledge" });
  expect(asked.length).toBe(1);
});

test("after a refusal it can be asked for again", async () => {
  const first = actions.act(shown(), { action: "acknowledge" });
  asked[0]?.answer(503, { code: "store-busy", title: "Busy", detail: "" });
  await first;
  void actions.act(shown(), { action: "acknowledge" });
  expect(asked.map(({ path }) => path)).toEqual(Array(2).fill("/api/alerts/1/acknowledge"));
});

test("undo asks nothing of another database, where the number is another alert's", async () => {
  const deletion = actions.act(shown(), { action: "delete" });
  asked[0]?.answer(200, anAlert({ id: 1, seq: 3, deletedAt: NOW }));
  await deletion;
  const epoch = vi.spyOn(feed, "epoch").mockReturnValue("other");
  const remedy = toasts.list()[0]?.remedy;
  remedy?.act();
  expect(asked.length).toBe(1);
  expect(toasts.list().at(-1)?.words).toContain("cannot be undone");
  epoch.mockRestore();
});

/** The answer to what was asked last, which is at this path. */
async function answerTo(path: string, status: number, body: unknown): Promise<void> {
  await expect.poll(() => asked.at(-1)?.path).toBe(path);
  asked.at(-1)?.answer(status, body);
}

const path = (action: string) => `/api/alerts/1/${action}`;
const words = () => toasts.list().map(({ words }) => words);

test("undo is shown at once, asked for once the deed is done, and said", async () => {
  const first = actions.act(shown(), { action: "acknowledge" });
  const undone = actions.undoLast();
  expect(shown().status).toBe("firing");
  expect(asked.map((one) => one.path)).toEqual([path("acknowledge")]);
  await answerTo(path("acknowledge"), 200, anAlert({ id: 1, seq: 3, ...ACKNOWLEDGED } as Alert));
  await answerTo(path("unacknowledge"), 200, anAlert({ id: 1, seq: 4 }));
  await Promise.all([first, undone]);
  expect(shown()).toMatchObject({ status: "firing", seq: 4 });
  expect(words()).toEqual(["Undone: Acknowledged “Disk is filling up”"]);
});

test("what is done to an alert is asked for in order, whatever is done to others", async () => {
  const other = feed.rows.row(2) ?? anAlert({ id: 2, seq: 2 });
  const paths = () => asked.map((one) => one.path);
  void actions.act(shown(), { action: "resolve" });
  void actions.act(shown(), { action: "delete" });
  void actions.undoLast();
  const undone = actions.undoLast();
  void actions.act(other, { action: "acknowledge" });
  expect(paths()).toEqual([path("resolve"), "/api/alerts/2/acknowledge"]);
  const ended = anAlert({ id: 1, seq: 3, status: "resolved", resolvedAt: NOW });
  asked[0]?.answer(200, ended);
  await answerTo("/api/alerts/1", 200, { ...ended, seq: 4, deletedAt: NOW });
  await answerTo(path("restore"), 200, { ...ended, seq: 5 });
  await answerTo(path("reopen"), 200, anAlert({ id: 1, seq: 6 }));
  await undone;
  expect(paths().filter((one) => one.startsWith("/api/alerts/1"))).toEqual([
    path("resolve"),
    "/api/alerts/1",
    path("restore"),
    path("reopen"),
  ]);
  expect(words().filter((said) => said.startsWith("Undone"))).toHaveLength(2);
});

test("what is refused holds up nothing that comes after it, and its undo is not asked for", async () => {
  const first = actions.act(shown(), { action: "acknowledge" });
  const undone = actions.undoLast();
  const note = actions.note(shown(), "Looking into it");
  await answerTo(path("acknowledge"), 409, CONFLICT);
  await Promise.all([first, undone]);
  await answerTo(path("notes"), 200, anAlert({ id: 1, seq: 3 }));
  expect(await note).toBe(true);
  expect(asked).toHaveLength(2);
  expect(shown()).toMatchObject({ status: "firing", seq: 3 });
});

test("an undo that is refused is taken back, with the reason", async () => {
  const first = actions.act(shown(), { action: "acknowledge" });
  await answerTo(path("acknowledge"), 200, anAlert({ id: 1, seq: 3, ...ACKNOWLEDGED } as Alert));
  await first;
  const undone = actions.undoLast();
  expect(shown().status).toBe("firing");
  await answerTo(path("unacknowledge"), 409, CONFLICT);
  await undone;
  expect(shown().status).toBe("acknowledged");
  expect(words()).toEqual(["“Disk is filling up”: This alert is resolved."]);
});

test("what was refused is not undone, nor what has changed since", async () => {
  const first = actions.act(shown(), { action: "acknowledge" });
  await answerTo(path("acknowledge"), 409, CONFLICT);
  await first;
  await actions.undoLast();
  expect(words().at(-1)).toBe("There is nothing to undo on this page.");

  const second = actions.act(shown(), { action: "acknowledge" });
  await answerTo(path("acknowledge"), 200, anAlert({ id: 1, seq: 3, ...ACKNOWLEDGED } as Alert));
  await second;
  const end = anAlert({ id: 1, seq: 4, status: "resolved", resolvedAt: NOW });
  feed.receive({ to: 4, put: [end], patch: [], remove: [] });
  const before = asked.length;
  await actions.undoLast();
  expect(asked.length).toBe(before);
  expect(words().at(-1)).toContain("cannot be undone. It has changed since.");
});

test("one undo after the other goes back from deed to deed", async () => {
  const until = "2026-01-01T18:00:00.000Z";
  void actions.act(shown(), { action: "snooze", until });
  void actions.act(shown(), { action: "resolve" });
  expect(words()[0]).toBe("Snoozed until 18:00 “Disk is filling up”");
  expect(shown()).toMatchObject({ status: "resolved", snoozedUntil: null });
  void actions.undoLast();
  expect(shown()).toMatchObject({ status: "firing", snoozedUntil: until });
  void actions.undoLast();
  expect(shown()).toMatchObject({ status: "firing", snoozedUntil: null });
});
