import { expect, test } from "vitest";
import { OPERATOR, sourceActor } from "../../domain/actor.ts";
import { actorWords } from "./actor-words.ts";

test("who acts is named, and what is no person says what it is", () => {
  expect(actorWords(OPERATOR)).toBe("operator");
  expect(actorWords(sourceActor("alertmanager"))).toBe("source alertmanager");
  expect(actorWords(sourceActor("operator"))).toBe("source operator");
  expect(actorWords(sourceActor("user:mira"))).toBe("source user:mira");
  expect(actorWords("user:mira")).toBe("mira");
  expect(actorWords("key:deploy")).toBe("key deploy");
});

test("a monitor is called what it is called now", () => {
  const names = new Map([
    ["7", "Orders"],
    ["8", null],
  ]);
  expect(actorWords("monitor:7", names)).toBe("monitor Orders");
  expect(actorWords("monitor:8", names)).toBe("a removed monitor");
  expect(actorWords("monitor:9", names)).toBe("monitor 9");
  expect(actorWords("monitor:7")).toBe("monitor 7");
  expect(actorWords("source:8", names)).toBe("source 8");
});

test("nobody's name turns the words around it", () => {
  expect(actorWords(sourceActor("a\u202Eb\nc"))).toBe("source ab\nc");
});
