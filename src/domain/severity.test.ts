import { describe, expect, test } from "vitest";
import { SEVERITIES, type Severity } from "./alert.ts";
import { severityFrom } from "./severity.ts";

describe("severityFrom", () => {
  test.each(SEVERITIES)("%s is itself", (severity) => {
    expect(severityFrom(severity)).toBe(severity);
  });

  const scales: Readonly<Record<string, readonly [string, Severity][]>> = {
    syslog: [
      ["emerg", "critical"],
      ["alert", "critical"],
      ["crit", "critical"],
      ["err", "error"],
      ["warning", "warning"],
      ["notice", "info"],
      ["debug", "info"],
    ],
    zabbix: [
      ["Disaster", "critical"],
      ["High", "error"],
      ["Average", "error"],
      ["Warning", "warning"],
      ["Information", "info"],
      ["Not classified", "info"],
    ],
    opsgenie: [
      ["P1", "critical"],
      ["P2", "error"],
      ["P3", "warning"],
      ["P4", "info"],
      ["P5", "info"],
    ],
    telecom: [
      ["critical", "critical"],
      ["major", "error"],
      ["minor", "warning"],
      ["indeterminate", "warning"],
      ["cleared", "info"],
    ],
    jira: [
      ["Highest", "critical"],
      ["High", "error"],
      ["Medium", "warning"],
      ["Low", "info"],
      ["Lowest", "info"],
    ],
    nagios: [
      ["CRITICAL", "critical"],
      ["WARNING", "warning"],
      ["UNKNOWN", "warning"],
      ["OK", "info"],
    ],
    paging: [
      ["page", "critical"],
      ["ticket", "warning"],
      ["none", "info"],
    ],
  };

  for (const [scale, words] of Object.entries(scales)) {
    test.each(words)(`${scale}: %s is %s`, (word, severity) => {
      expect(severityFrom(word)).toBe(severity);
    });
  }

  test.each(["SEV-1", "sev 1", "Sev1", " P1 ", "Priority 1", "very high"])(
    "spelling does not matter: %j",
    (word) => expect(severityFrom(word)).toBe("critical"),
  );

  test.each<[string, Severity]>([
    ["P1 - Critical", "critical"],
    ["high-priority", "error"],
    ["priority: high", "error"],
    ["Sev 2 (major)", "error"],
    ["4 - Low", "info"],
    ["🔴 Critical", "critical"],
    ["Very High - act now", "critical"],
    ["customer critical", "critical"],
    ["non-critical", "warning"],
    ["not critical", "warning"],
    ["severity/warning", "warning"],
    ["P3 or P1", "warning"],
  ])("of several words the first that means one counts: %s is %s", (word, severity) => {
    expect(severityFrom(word)).toBe(severity);
  });

  test.each([null, undefined, "", "  ", "-"])("no word (%j) is info", (word) => {
    expect(severityFrom(word)).toBe("info");
  });

  test.each(["1", "5", "purple", "constructor", "__proto__", "重大"])(
    "a word nobody knows (%j) is a warning",
    (word) => expect(severityFrom(word)).toBe("warning"),
  );
});
