import { expect, test } from "vitest";
import { aMonitor } from "./monitor.fixture.ts";
import {
  falseAlarmWords,
  inputWords,
  learningWords,
  overWords,
  previewWords,
  settingsWords,
  stateWords,
  unusualWords,
} from "./monitor-words.ts";

const NOW = Date.parse("2026-11-26T12:00:00.000Z");

test.each([
  ["normal", 300, "about once in 10 days"],
  ["high", 60, "about once a day"],
  ["high", 300, "about once in 5 days"],
  ["low", 300, "about once in 44 days"],
  ["low", 3600, "about once in 18 months"],
] as const)("%s sensitivity at %d s is wrong %3$s", (sensitivity, bucket, words) => {
  expect(falseAlarmWords(sensitivity, bucket)).toBe(words);
});

test.each([
  ["none", 60, "4 hours"],
  ["none", 300, "21 hours"],
  ["day", 300, "2 days"],
  ["day", 3600, "11 days"],
  ["week", 60, "14 days"],
] as const)("season %s at %d s is learnt in %3$s", (season, bucket, words) => {
  expect(learningWords(season, bucket)).toBe(words);
});

test("what is watched is said in the words of the feed, or as it is called where it comes from", () => {
  const filter = { severity: ["critical" as const], label: ["env=prod"] };
  expect(inputWords({ type: "feed", filter, count: "opened" })).toBe(
    "alerts opened: critical, env=prod",
  );
  expect(inputWords({ type: "feed", filter: {}, count: "open" })).toBe("alerts open: all alerts");
  expect(inputWords({ type: "push", name: "orders" })).toBe("orders");
  expect(inputWords({ type: "push", name: "orders", labels: { site: "North Sea" } })).toBe(
    'orders, site="North Sea"',
  );
  expect(inputWords({ type: "promql", url: "http://p:9090", query: "up\u202E" })).toBe("up");
  expect(settingsWords(aMonitor({ season: "week" }))).toBe(
    "every 5 min · weekly season · normal sensitivity",
  );
});

test.each([
  [{ state: "learning", progress: 0.409 }, "Learning: 40 % of what it has to see first."],
  [{ state: "watching" }, "Nothing unusual."],
  [{ state: "open" }, "Unusual now."],
  [{ state: "silent" }, "Silent: no numbers have come."],
  [
    {
      state: "silent",
      last: { time: "2026-11-26T09:00:00.000Z", value: 1, expected: null, score: null },
    },
    "Silent: the last bucket was 3 h ago.",
  ],
  [{ state: "paused" }, "Paused: it looks at nothing, and opens nothing."],
] as const)("%j reads %s", (fields, words) => {
  expect(stateWords(aMonitor(fields), NOW)).toBe(words);
});

test("an alert is told as its title tells it, and how it ended", () => {
  const point = { time: "", value: 212, expected: 977, score: 9 };
  expect(unusualWords(point)).toBe("Unusually low: 212, expected about 980");
  expect(unusualWords({ ...point, value: 2140 })).toBe("Unusually high: 2,140, expected about 980");
  expect(unusualWords({ ...point, expected: null })).toBe("");
  expect(unusualWords({ ...point, value: null })).toBe("No numbers");
  expect(unusualWords(undefined)).toBe("");
  const from = "2026-11-26T11:00:00.000Z";
  expect(overWords({ from, to: null })).toBe("still open");
  expect(overWords({ from, to: "2026-11-26T11:55:00.000Z" })).toBe("over after 55 min");
});

test("what it would have opened is counted, over as long as there are numbers", () => {
  const point = (time: string) => ({ time, value: 1, expected: 1, score: 1 });
  const [first, last] = [point("2026-10-24T12:00:00.000Z"), point("2026-11-26T11:55:00.000Z")];
  const span = { from: last.time, to: null, title: "", closing: null };
  const preview = { points: [first, last], threshold: 6, spans: [span], progress: 1 };
  expect(previewWords(preview)).toBe("Over the last 30 days it would have opened 1 alert.");
  expect(previewWords({ ...preview, spans: [] })).toContain("opened no alerts.");
  expect(previewWords({ ...preview, spans: [span, span, span] })).toContain("opened 3 alerts.");
  const day = { ...preview, points: [point("2026-11-25T12:00:00.000Z"), last] };
  expect(previewWords(day)).toContain("Over the last day it");
  expect(previewWords(day, true)).toContain("Over this day it");
  expect(previewWords(preview, true)).toContain("Over these 33 days it");
  expect(previewWords({ ...preview, progress: 0.409 })).toContain("too few numbers to tell: 40 %");
  expect(previewWords({ ...preview, points: [] })).toContain("nothing to try it on");
});
