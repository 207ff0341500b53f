import { expect, test } from "vitest";
import { anAlert } from "../../../../domain/alert.arbitrary.ts";
import type { Status } from "../../../../domain/alert.ts";
import { NO_MEMORY } from "../../../../domain/memory.ts";
import { createWorkingSet } from "./working-set.ts";

const NAME = { source: "s", fingerprint: "f" };

/** One alert after the other, each of an identity: some as they are loaded, and as commands leave them. */
function setOf(...alerts: readonly (readonly [identity: string, status: Status])[]) {
  const set = createWorkingSet();
  for (const [index, [identity, status]] of alerts.entries()) {
    const alert = anAlert({ ...NAME, id: index + 1, status });
    set.put({ alert, memory: NO_MEMORY, identity });
  }
  const leave = (id: number, status: Status) => {
    const alert = set.find.byId(id)?.alert;
    if (alert !== undefined) set.save({ ...alert, status }, NO_MEMORY);
  };
  return { ...set, leave };
}

test("of several that are over the latest is meant, of those that are open the one", () => {
  const { find, leave, remove } = setOf(["a", "resolved"], ["a", "resolved"], ["a", "firing"]);
  const a = { ...NAME, identity: "a" };
  expect([find.open(a)?.alert.id, find.over(a)?.alert.id]).toEqual([3, 2]);
  leave(3, "resolved");
  expect([find.open(a)?.alert.id, find.over(a)?.alert.id]).toEqual([undefined, 3]);
  leave(1, "firing");
  expect([find.open(a)?.alert.id, find.over(a)?.alert.id]).toEqual([1, 3]);
  remove(3);
  expect([find.byId(3), find.over(a)?.alert.id]).toEqual([undefined, 2]);
});

test("names are found in their order, those that are open apart from those that are over", () => {
  const { find, leave } = setOf(
    ["c", "firing"],
    ["a", "firing"],
    ["b", "firing"],
    ["b", "resolved"],
  );
  expect(find.openNamed(NAME)).toEqual(["a", "b"]);
  leave(2, "resolved");
  expect(find.openNamed(NAME)).toEqual(["b", "c"]);
  expect(find.overNamed({ ...NAME, identity: "" })).toBe("a");
  expect(find.overNamed({ ...NAME, identity: "a" })).toBe("b");
  expect(find.overNamed({ ...NAME, identity: "b" })).toBeUndefined();
  expect(find.openNamed({ ...NAME, source: "other" })).toEqual([]);
});
