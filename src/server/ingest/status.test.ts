import { expect, test } from "vitest";
import { statusFrom } from "./status.ts";

test.each([
  "resolved",
  "RESOLVED",
  " Resolved ",
  "ok",
  "OK",
  "okay",
  "Up",
  "closed",
  "Close",
  "cleared",
  "recovered",
  "RECOVERY",
  "normal",
  "Normal (NoData)",
  "[Resolved]",
  "inactive",
  "success",
])("%j is over", (word) => expect(statusFrom(word)).toEqual({ status: "resolved", isKnown: true }));

test.each([
  "firing",
  "FIRING",
  "Firing",
  "PROBLEM",
  "alerting",
  "Alerting (NoData)",
  "triggered",
  "trigger",
  "active",
  "open",
  "ALARM",
  "down",
  "critical",
  "no_data",
  "No Data",
  "acknowledged",
  "suppressed",
])("%j is trouble", (word) =>
  expect(statusFrom(word)).toEqual({ status: "firing", isKnown: true }),
);

test.each(["pending", "purple", "not ok", "0", 0, 1, true, "constructor", ["firing", "ok"]])(
  "%j is trouble, until somebody knows better",
  (word) => expect(statusFrom(word)).toEqual({ status: "firing", isKnown: false }),
);

test.each([undefined, null, "", "  ", "-", [], {}])("%j says nothing", (word) => {
  expect(statusFrom(word)).toBeNull();
});
