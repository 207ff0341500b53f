import { expect, test } from "vitest";
import { createRandom } from "../monitor/forest/random.ts";
import type { MonitorSettings } from "../store/monitors.ts";
import { createJudge, type Judged } from "./judge.ts";
import { NEW_STANDING, stateOf } from "./standing.ts";

const T0 = Date.parse("2026-11-02T00:00:00Z");
const MINUTE = 60_000;

const SETTINGS = {
  name: "orders",
  bucket: 60,
  season: "none",
  sensitivity: "normal",
  direction: "both",
  minimumChange: 0,
  closeAfter: 3,
  silentAfter: 4,
} satisfies Partial<MonitorSettings>;

function judged(values: readonly (number | null)[]): Judged[] {
  const judge = createJudge(SETTINGS, 1);
  let standing = NEW_STANDING;
  return values.map((value, index) => {
    const bucket = { time: T0 + index * MINUTE, value, isWatched: true };
    const step = judge.judge(standing, bucket);
    ({ standing } = step);
    return step;
  });
}

function usual(count: number): number[] {
  const random = createRandom(3);
  return Array.from({ length: count }, () => 970 + 20 * random());
}

const happeningsOf = (all: readonly Judged[]) => all.flatMap(({ happenings }) => happenings);

test("what opens and closes is said with when it began and ended", () => {
  const all = judged([...usual(300), 212, 212, 212, ...usual(12)]);
  const [opened, closed, ...more] = happeningsOf(all);
  expect(more).toEqual([]);
  const since = T0 + 300 * MINUTE;
  expect(opened).toMatchObject({ type: "opened", kind: "unusual", bucket: since, since });
  expect(closed).toMatchObject({
    type: "closed",
    kind: "unusual",
    note: expect.stringMatching(/^Back to usual after \d+ min$/u),
  });
  if (closed?.type === "closed") expect(closed.ended).toBeLessThanOrEqual(closed.bucket);
  const opening = all[300];
  expect(opening && stateOf({ ...SETTINGS, isEnabled: true }, opening.standing)).toBe("open");
  expect(opening && stateOf({ ...SETTINGS, isEnabled: false }, opening.standing)).toBe("paused");
});

test("a silence amid an open alert is another alert, and both end", () => {
  const all = judged([...usual(300), 212, ...Array<null>(6).fill(null), ...usual(30)]);
  const told = happeningsOf(all).map(({ type, kind }) => `${kind} ${type}`);
  expect(told).toEqual(["unusual opened", "silent opened", "silent closed", "unusual closed"]);
});

test("a score is there once it means something, and then it is what opens", () => {
  const all = judged([...usual(300), 212]);
  expect(all[100]?.point.score).toBeNull();
  expect(all[100]?.point.expected).toBeCloseTo(980, -2);
  expect(all[299]?.point.score).toBeLessThan(6);
  expect(all[300]?.point.score).toBeGreaterThanOrEqual(6);
  const states = [all[10], all[299]].map(
    (one) => one && stateOf({ ...SETTINGS, isEnabled: true }, one.standing),
  );
  expect(states).toEqual(["learning", "watching"]);
});

test("what is learnt opens nothing", () => {
  const judge = createJudge(SETTINGS, 1);
  let standing = NEW_STANDING;
  for (const [index, value] of [...usual(300), 212, 5_000].entries()) {
    const learnt = judge.learn(standing, { time: T0 + index * MINUTE, value, isWatched: true });
    expect(learnt.happenings).toEqual([]);
    ({ standing } = learnt);
  }
});
