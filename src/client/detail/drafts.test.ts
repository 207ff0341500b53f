import { beforeEach, expect, test } from "vitest";
import { OPERATOR } from "../../domain/actor.ts";
import { createDrafts } from "./drafts.ts";

const ONE = { id: 1, receivedAt: "2026-01-01T00:00:00.000Z" };
const TWO = { id: 2, receivedAt: "2026-01-01T00:00:00.000Z" };

let kept: Map<string, string>;
const storage = () => ({
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
});

beforeEach(() => {
  kept = new Map();
});

test("a draft belongs to its alert, and a number of another database is another alert", () => {
  const drafts = createDrafts(storage, OPERATOR);
  drafts.write(ONE, "About one");
  expect(drafts.of(ONE).text).toBe("About one");
  expect(drafts.of(TWO).text).toBe("");
  expect(drafts.of({ ...ONE, receivedAt: "2026-02-01T00:00:00.000Z" }).text).toBe("");
});

test("a note is sent once at a time, and blanks are none", () => {
  const drafts = createDrafts(storage, OPERATOR);
  expect(drafts.send(ONE)).toBeNull();
  drafts.write(ONE, " \n");
  expect(drafts.send(ONE)).toBeNull();
  drafts.write(ONE, " Looking \n");
  expect(drafts.send(ONE)).toBe("Looking");
  expect(drafts.send(ONE)).toBeNull();
  drafts.sent(ONE, true);
  expect(drafts.of(ONE)).toEqual({ text: "", sending: null });
});

test("two alerts' notes are under way beside each other", () => {
  const drafts = createDrafts(storage, OPERATOR);
  drafts.write(ONE, "One");
  drafts.write(TWO, "Two");
  expect([drafts.send(ONE), drafts.send(TWO)]).toEqual(["One", "Two"]);
  drafts.sent(TWO, true);
  expect(drafts.of(ONE)).toEqual({ text: "One", sending: "One" });
  expect(drafts.of(TWO).text).toBe("");
});

test.each([
  ["is continued", "Looking\nFound it", "Found it"],
  ["is replaced", "Found it", "Found it"],
  ["is changed within", "Looking hard", "hard"],
  ["grows a longer word", "Lookings", "Lookings"],
  ["is wiped", "", ""],
])("what is typed while a note is saved stays, where it %s", (_, typed, rest) => {
  const drafts = createDrafts(storage, OPERATOR);
  drafts.write(ONE, "Looking");
  drafts.send(ONE);
  drafts.write(ONE, typed);
  drafts.sent(ONE, true);
  expect(drafts.of(ONE)).toEqual({ text: rest, sending: null });
});

test("a note that was refused stays, with all that was typed since", () => {
  const drafts = createDrafts(storage, OPERATOR);
  drafts.write(ONE, "Looking");
  drafts.send(ONE);
  drafts.write(ONE, "Looking\nFound it");
  drafts.sent(ONE, false);
  expect(drafts.of(ONE)).toEqual({ text: "Looking\nFound it", sending: null });
  expect(drafts.send(ONE)).toBe("Looking\nFound it");
});

test("another page of the tab finds them, also one that was being sent", () => {
  const drafts = createDrafts(storage, OPERATOR);
  drafts.write(ONE, "One");
  drafts.write(TWO, "Two");
  drafts.send(TWO);
  const reloaded = createDrafts(storage, OPERATOR);
  reloaded.recall();
  expect(reloaded.of(ONE)).toEqual({ text: "One", sending: null });
  expect(reloaded.of(TWO)).toEqual({ text: "Two", sending: null });
});

test.each(["", "{", "[1]", '[["a"]]', '{"a":1}'])("what was kept may be anything: %s", (text) => {
  kept.set("tocsin.drafts", text);
  const drafts = createDrafts(storage, OPERATOR);
  drafts.recall();
  expect(drafts.of(ONE).text).toBe("");
});

test("a browser that keeps nothing loses nothing while the page is there", () => {
  const drafts = createDrafts(() => {
    throw new DOMException("denied", "SecurityError");
  }, OPERATOR);
  drafts.recall();
  drafts.write(ONE, "One");
  expect(drafts.of(ONE).text).toBe("One");
});

test("of very many, the latest are kept", () => {
  const drafts = createDrafts(storage, OPERATOR);
  for (let id = 1; id <= 60; id++) drafts.write({ ...ONE, id }, `About ${id}`);
  expect(drafts.of({ ...ONE, id: 1 }).text).toBe("");
  expect(drafts.of({ ...ONE, id: 60 }).text).toBe("About 60");
});

test("a draft is its author's alone, whoever uses the tab next", () => {
  createDrafts(storage, "user:Mira").write(ONE, "Mira's");
  const jons = createDrafts(storage, "user:Jon");
  jons.recall();
  expect(jons.of(ONE).text).toBe("");
  const miras = createDrafts(storage, "user:Mira");
  miras.recall();
  expect(miras.of(ONE).text).toBe("Mira's");
});
