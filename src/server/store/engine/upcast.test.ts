import { describe, expect, test } from "vitest";
import type { EventType } from "../../../domain/event.ts";
import { type StoredEvent, upcast, UPCASTS, type Upcasts, versionOf } from "./upcast.ts";

// Version 1 had `name`, version 2 called it `heading`, version 3 has `title`.
const upcasts: Upcasts = {
  ...UPCASTS,
  AlertRetitled: [
    ({ actor, data }) => ({ actor, data: { heading: "name" in data ? data.name : "" } }),
    ({ actor, data }, source) => ({
      actor: `${source}/${actor}`,
      data: { title: "heading" in data ? data.heading : "" },
    }),
  ],
};

test.each<[number, string, object]>([
  [1, "ann", { name: "Disk" }],
  [2, "ann", { heading: "Disk" }],
  [3, "cron/ann", { title: "Disk" }],
])("version %i is read as today's", (version, actor, data) => {
  const stored: StoredEvent = { type: "AlertRetitled", version, actor, data };
  const read = { type: "AlertRetitled", actor: "cron/ann", data: { title: "Disk" } };
  expect(upcast(stored, "cron", upcasts)).toEqual(read);
});

test("events are written in the version after the last step", () => {
  expect(versionOf("AlertRetitled", upcasts)).toBe(3);
  expect(versionOf("AlertNoted", upcasts)).toBe(1);
});

test("what was stored is left as it is", () => {
  const data = Object.freeze({ name: "Disk" });
  upcast(Object.freeze({ type: "AlertRetitled", version: 1, actor: "a", data }), "a", upcasts);
  expect(data).toEqual({ name: "Disk" });
});

describe("who did it, in an event of version 1,", () => {
  const actorIn = (type: EventType, actor: string, source: string) =>
    upcast({ type, version: 1, actor, data: {} }, source).actor;

  test("is a source where only sources do such", () => {
    const said: EventType[] = ["AlertOpened", "AlertReopened", "AlertRepeated", "AlertDescribed"];
    for (const type of said) expect(actorIn(type, "cron", "cron")).toBe("source:cron");
    expect(actorIn("AlertOpened", "operator", "operator")).toBe("source:operator");
  });

  test("is an operator where only operators do such, whatever a source calls itself", () => {
    const done: EventType[] = ["AlertAcknowledged", "AlertNoted", "AlertDeleted"];
    for (const type of done) expect(actorIn(type, "operator", "operator")).toBe("operator");
  });

  test("is whose name it is where both do such", () => {
    expect(actorIn("AlertResolved", "cron", "cron")).toBe("source:cron");
    expect(actorIn("AlertResolved", "operator", "cron")).toBe("operator");
    expect(actorIn("AlertRestored", "cron", "cron")).toBe("source:cron");
    expect(actorIn("AlertRestored", "operator", "cron")).toBe("operator");
  });

  test("is read as it stands in today's version", () => {
    for (const type of Object.keys(UPCASTS) as EventType[]) {
      const stored = { type, version: versionOf(type), actor: "source:a:b", data: {} };
      expect(upcast(stored, "source:a:b").actor).toBe("source:a:b");
    }
  });
});
