import { expect, test } from "vitest";
import { type StoredEvent, upcast, UPCASTS, type Upcasts, versionOf } from "./upcast.ts";

// Version 1 had `name`, version 2 called it `heading`, version 3 has `title`.
const upcasts: Upcasts = {
  ...UPCASTS,
  AlertRetitled: [
    (data) => ({ heading: "name" in data ? data.name : "" }),
    (data) => ({ title: "heading" in data ? data.heading : "" }),
  ],
};

test.each<[number, object]>([
  [1, { name: "Disk" }],
  [2, { heading: "Disk" }],
  [3, { title: "Disk" }],
])("version %i is read as today's", (version, data) => {
  const stored: StoredEvent = { type: "AlertRetitled", version, data };
  expect(upcast(stored, upcasts)).toEqual({ type: "AlertRetitled", data: { title: "Disk" } });
});

test("events are written in the version after the last step", () => {
  expect(versionOf("AlertRetitled", upcasts)).toBe(3);
  expect(versionOf("AlertOpened", upcasts)).toBe(1);
});

test("what was stored is left as it is", () => {
  const data = Object.freeze({ name: "Disk" });
  upcast({ type: "AlertRetitled", version: 1, data }, upcasts);
  expect(data).toEqual({ name: "Disk" });
});
