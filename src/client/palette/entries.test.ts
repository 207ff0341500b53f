import { expect, test } from "vitest";
import { COMMAND_NAMES, COMMANDS } from "../commands/registry.ts";
import {
  commandEntries,
  type Entry,
  found,
  settingsEntries,
  timeEntries,
  viewEntries,
} from "./entries.ts";

const words = (entries: readonly Entry[]) => entries.map((entry) => entry.words);
const ALL = [
  ...commandEntries({ subject: "Disk is filling up", may: () => true }),
  ...viewEntries([
    { name: "Needs someone", filter: { status: ["firing"] } },
    { name: "Payments", filter: { label: ["env=prod"] } },
  ]),
  ...settingsEntries(() => true),
];

test("commands are those of the registry that may be done, what is done to alerts first", () => {
  const entries = commandEntries({
    subject: "3 selected",
    may: (name) => name === "pause" || name === "resolve",
  });
  expect(entries).toEqual([
    { words: "Resolve", about: "3 selected", key: "r", does: { type: "command", name: "resolve" } },
    {
      words: COMMANDS.pause.words,
      about: "This page",
      key: "p",
      does: { type: "command", name: "pause" },
    },
  ]);
  const names = commandEntries({ subject: "", may: () => true }).flatMap(({ does }) =>
    does.type === "command" ? does.name : [],
  );
  expect(COMMAND_NAMES.filter((name) => !names.includes(name))).toEqual([
    "next",
    "previous",
    "open",
    "leave-text",
    "select-next",
    "select-previous",
    "leave-up",
    "leave-down",
    "palette",
  ]);
});

test("settings are those that one may see", () => {
  expect(words(settingsEntries(() => false))).toEqual(["You", "Preferences", "Monitors", "About"]);
});

test("without a word, everything is there in its order", () => {
  expect(found(ALL, "  ")).toEqual(ALL);
});

test("every word that is typed is in what is found, wherever it stands", () => {
  expect(words(found(ALL, "pay"))).toEqual(["Payments"]);
  expect(words(found(ALL, "set keys"))).toEqual(["Sources and keys"]);
  expect(words(found(ALL, "someone NEEDS"))).toEqual(["Needs someone"]);
  expect(found(ALL, "pay zebra")).toEqual([]);
});

test("the beginning of a word is better than its middle, and that better than its letters", () => {
  const [resolve, solve, rest] = found(
    viewEntries([
      { name: "rows later", filter: {} },
      { name: "resolved", filter: {} },
      { name: "solved", filter: {} },
      { name: "so long ve", filter: {} },
      { name: "silver overview", filter: {} },
    ]),
    "solve",
  );
  expect([resolve?.words, solve?.words, rest]).toEqual(["solved", "resolved", undefined]);
  expect(words(found(ALL, "acklg"))).toContain("Acknowledge");
  expect(words(found(ALL, "cklg"))).not.toContain("Acknowledge");
});

test("what an entry says counts more than what it is about", () => {
  const disk = viewEntries([{ name: "Disk", filter: {} }]);
  expect(words(found([...ALL, ...disk], "disk"))[0]).toBe("Disk");
});

test("a time is gone to where a time is typed, and not where a word is", () => {
  const time = Date.parse("2026-03-03T14:30:00.000Z");
  expect(timeEntries("3 Mar 14:30", time, "UTC")).toEqual([
    { words: "3 Mar 2026, 14:30:00 UTC", about: "Go to", does: { type: "time", time } },
  ]);
  expect(timeEntries("mon", time, "UTC")).toEqual([]);
  expect(timeEntries("3 Mar 14:30", null, "UTC")).toEqual([]);
});
