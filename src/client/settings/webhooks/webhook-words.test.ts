import { expect, test } from "vitest";
import type { Webhook } from "../../../protocol/webhooks.ts";
import { nextWords, outcomeWords, reasonWords } from "./attempt-words.ts";
import { eventsWords, eventWords, OFFERED_EVENTS } from "./event-words.ts";
import { filterWords } from "../filter-words.ts";
import { anAttempt, aWebhook } from "./webhook.fixture.ts";
import {
  conditionOf,
  pendingWords,
  queuedWords,
  resumeWords,
  troubleWords,
} from "./webhook-words.ts";

const NOON = "2026-11-26T12:00:00.000Z";
const LATER = "2026-11-26T12:05:00.000Z";
const now = Date.parse(NOON);

test.each([
  [{}, "active"],
  [{ lastSuccessAt: NOON }, "active"],
  [{ lastFailureAt: NOON }, "failing"],
  [{ lastSuccessAt: NOON, lastFailureAt: LATER }, "failing"],
  [{ lastSuccessAt: LATER, lastFailureAt: NOON }, "active"],
  [{ state: "paused", pausedReason: "gone", lastFailureAt: NOON }, "paused"],
  [{ state: "off", lastFailureAt: NOON }, "off"],
] as const)("a webhook with %j is %s", (fields, condition) => {
  expect(conditionOf(aWebhook(fields))).toBe(condition);
});

test.each([
  ["address-refused", "its address is not one that may be called"],
  ["gone", "410"],
  ["failing", "nothing for three days"],
  ["by-hand", "somebody paused it"],
] as const)("paused as %s says why", (pausedReason, words) => {
  expect(troubleWords(aWebhook({ state: "paused", pausedReason }))).toContain(words);
});

test("where all is well nothing is said", () => {
  expect(troubleWords(aWebhook({ lastSuccessAt: NOON }))).toBe("");
});

test("what waits is counted, and so is what would be dropped", () => {
  expect(pendingWords(1)).toBe("1 event waits");
  expect(pendingWords(1000)).toBe("1,000 events wait");
  expect(resumeWords(3).now).toContain("dropped: 3 events.");
  expect(resumeWords(0).now).not.toMatch(/\d/u);
  expect(resumeWords(3).position).toContain("3 events wait already");
});

test.each([
  [0, "active", "nothing to send again"],
  [1, "active", "1 event will be sent again now"],
  [2, "paused", "once it is resumed"],
  [2, "off", "once it is switched on"],
] as const)("%i queued at one that is %s", (queued, state, words) => {
  expect(queuedWords(queued, { state })).toContain(words);
});

test.each([
  [{}, "all alerts"],
  [{ severity: ["critical", "error"], status: ["firing"] }, "critical or error, firing"],
  [{ source: ["a", "b", "c"], label: ["env=prod"], q: "disk" }, "from a, b or c, env=prod disk"],
  [{ acknowledgedBy: ["user:Mira"], deleted: "only" }, "acknowledged by Mira, deleted ones alone"],
  [{ source: ["\u202Efdp"] }, "from fdp"],
] as const)("the filter %j reads %s", (filter, words) => {
  expect(filterWords(filter as unknown as Webhook["filter"])).toBe(words);
});

test("kinds of events are told by the shorter list", () => {
  expect(eventsWords(OFFERED_EVENTS)).toBe("all events");
  expect(eventsWords(OFFERED_EVENTS.filter((one) => one !== "alert.repeated"))).toBe(
    "all but repeated",
  );
  expect(eventsWords(["alert.resolved", "alert.opened"])).toBe("opened, resolved");
  expect(eventWords("tocsin.test")).toBe("Test");
  expect(eventWords("alert.noted")).toBe("Noted");
});

test.each([
  [{}, "Delivered: 200 in 12 ms"],
  [{ outcome: "failed", status: 503, ms: 1240 }, "Failed: 503 in 1.2 s"],
  [{ outcome: "failed", status: null, ms: 15_000 }, "Failed after 15.0 s"],
  [{ outcome: "refused", status: null, ms: 0 }, "Refused"],
] as const)("an attempt with %j reads %s", (fields, words) => {
  expect(outcomeWords(anAttempt(fields))).toBe(words);
});

test("why it came to nothing is a sentence, and when it is tried again another", () => {
  expect(reasonWords(anAttempt({}))).toBe("");
  expect(reasonWords(anAttempt({ reason: "timeout" }))).toBe("No answer came in time.");
  const failed = anAttempt({ outcome: "failed", nextAt: LATER });
  expect(nextWords(failed, { state: "active" }, now)).toBe("Next in 5 min.");
  expect(nextWords(failed, { state: "paused" }, now)).toBe("Next once it goes on.");
  expect(nextWords(failed, { state: "active" }, Date.parse(LATER))).toBe("");
  expect(nextWords(anAttempt({}), { state: "active" }, now)).toBe("");
});
