import { describe, expect, test } from "vitest";
import type { Report } from "../domain/command.ts";
import { AREAS, EVERYWHERE } from "./areas.ts";
import { drawLabels, fill } from "./template.ts";
import { createScenario, type Step } from "./scenario.ts";
import { seededRandom } from "./random.ts";

const START = Date.parse("2026-11-23T00:00:00Z");

interface Told extends Step {
  readonly at: number;
}

/** Steps an interval of one second apart on average. */
function steps(count: number, seed: number, burst?: number): Told[] {
  const scenario = createScenario(burst === undefined ? { seed } : { seed, burst });
  const told: Told[] = [];
  for (let at = START; told.length < count;) {
    const step = scenario.next(at);
    told.push({ ...step, at });
    at += step.wait * 1000;
  }
  return told;
}

function shareOf(told: readonly Told[], test: (report: Report) => boolean): number {
  return told.filter(({ report }) => test(report)).length / told.length;
}

describe("templates", () => {
  test("there are about forty, each with a name of its own", () => {
    expect(EVERYWHERE).toHaveLength(AREAS.flat().length);
    const names = EVERYWHERE.map(({ labels }) => labels["alertname"]);
    expect(new Set(names).size).toBe(EVERYWHERE.length);
    expect(names.length).toBeGreaterThanOrEqual(40);
  });

  test.each(EVERYWHERE.map((template) => [template.title, template] as const))(
    "%s",
    (_, template) => {
      const labels = drawLabels(template, seededRandom(1), {});
      for (const text of [template.title, template.description]) {
        for (const [, name] of text.matchAll(/\{(\w+)\}/gu)) {
          expect(["value", ...Object.keys(labels)]).toContain(name);
        }
        expect(fill(text, labels, 12)).not.toMatch(/[{}]/u);
      }
      expect(template.range[0]).toBeLessThan(template.range[1]);
    },
  );
});

describe("a scenario", () => {
  const told = steps(20_000, 1);

  test("is the same for the same seed and times", () => {
    expect(steps(500, 1)).toEqual(told.slice(0, 500));
    expect(steps(500, 2)).not.toEqual(told.slice(0, 500));
  });

  test("opens episodes in order and reports none after it is resolved", () => {
    const resolved = new Set<number>();
    let opened = 0;
    for (const { episode, report } of told) {
      expect(resolved.has(episode)).toBe(false);
      if (episode > opened) expect(episode).toBe((opened += 1));
      if (report.status === "resolved") resolved.add(episode);
    }
    expect(opened - resolved.size).toBeGreaterThan(10);
    expect(opened - resolved.size).toBeLessThan(200);
  });

  test("never has two open episodes that cannot be told apart", () => {
    const open = new Map<string, number>();
    for (const { episode, report } of told) {
      const key = `${report.source} ${report.fingerprint}`;
      expect(open.get(key) ?? episode).toBe(episode);
      if (report.status === "firing") open.set(key, episode);
      else open.delete(key);
    }
  });

  test("keeps the labels and the beginning of an episode, and changes its words", () => {
    const first = new Map<number, Report>();
    let [retitled, redescribed, rated, repeated] = [0, 0, 0, 0];
    for (const { episode, report } of told) {
      const before = first.get(episode);
      first.set(episode, report);
      if (before === undefined) continue;
      expect(report.labels).toEqual(before.labels);
      expect(report.startedAt).toBe(before.startedAt);
      if (report.title !== before.title) retitled += 1;
      else if (report.description !== before.description) redescribed += 1;
      else repeated += 1;
      if (report.severity !== before.severity) rated += 1;
    }
    expect(Math.min(retitled, redescribed, rated, repeated)).toBeGreaterThan(100);
  });

  test("has severities as they are in life, from several sources", () => {
    expect(shareOf(told, ({ severity }) => severity === "critical")).toBeGreaterThan(0.02);
    expect(shareOf(told, ({ severity }) => severity === "critical")).toBeLessThan(0.15);
    expect(shareOf(told, ({ severity }) => severity === "warning")).toBeGreaterThan(0.35);
    expect(new Set(told.map(({ report }) => report.source)).size).toBeGreaterThanOrEqual(6);
  });

  test.each([0, 40, 400])("keeps its pace on average, with bursts of %d", (burst) => {
    const waits = steps(40_000, 1, burst).map(({ wait }) => wait);
    const mean = waits.reduce((sum, wait) => sum + wait) / waits.length;
    expect(Math.abs(mean - 1)).toBeLessThan(0.1);
  });

  test("is busy in bursts only", () => {
    expect(busiestSecond(told)).toBeGreaterThan(12);
    expect(busiestSecond(steps(20_000, 1, 0))).toBeLessThan(12);
  });

  test("a burst happens in one place", () => {
    const burst = told.filter((step) => step.wait < 0.05 && step.report.status === "firing");
    expect(burst.length).toBeGreaterThan(1000);
    expect(burst.filter(({ report }) => report.labels?.["env"] === "staging").length).toBeLessThan(
      burst.length / 10,
    );
  });
});

/** The most steps that fall within one second. */
function busiestSecond(told: readonly Told[]): number {
  const counts = new Map<number, number>();
  for (const { at } of told) {
    const second = Math.floor(at / 1000);
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}
