import { expect, test } from "vitest";
import type { Episode } from "../../protocol/episodes.ts";
import { daysOfTrouble, episodesWords, episodeWords } from "./episode-words.ts";

const NOW = Date.parse("2026-03-01T00:00:00.000Z");
const DAY = 86_400_000;

/** One that began so many days ago and took so many minutes. */
function episode(days: number, minutes: number | null, severity: Episode["severity"] = "warning") {
  const begun = NOW - days * DAY;
  const resolvedAt = minutes === null ? null : new Date(begun + minutes * 60_000).toISOString();
  return { id: 1, startedAt: new Date(begun).toISOString(), resolvedAt, severity };
}

const words = (episodes: Episode[], older: string | null = null) =>
  episodesWords({ episodes, older }, NOW);

test("it is said how often it was lately, and how long as a rule", () => {
  expect(words([])).toBe("");
  expect(words([episode(1, 41), episode(2, 6), episode(3, 22), episode(40, 700)])).toBe(
    "3 episodes in 30 days, 22 min in the middle",
  );
  expect(words([episode(1, 41)])).toBe("1 episode in 30 days, 41 min");
  expect(words([episode(1, null)])).toBe("1 episode in 30 days");
  expect(words([episode(40, 10)])).toBe("the last 5 wk ago");
});

test("where there are more than were read, it is said that these are not all", () => {
  expect(words([episode(1, 5), episode(2, 5)], "e.1")).toMatch(/^2\+ episodes/u);
  expect(words([episode(1, 5), episode(40, 5)], "e.1")).toMatch(/^1 episode /u);
});

test("an episode says how it ended", () => {
  expect(episodeWords(episode(1, 41))).toBe("resolved after 41 min");
  expect(episodeWords(episode(1, null))).toBe("still open");
});

test("days are told by how long trouble took that began on them, and by the worst of it", () => {
  const days = daysOfTrouble(
    [episode(0.5, 10), episode(0.6, 100, "critical"), episode(29.5, 5_000), episode(31, 5)],
    NOW,
  );
  expect(days.map(({ day, severity }) => [day, severity])).toEqual([
    [0, "warning"],
    [29, "critical"],
  ]);
  expect(days[0]?.height).toBe(1);
  expect(days[1]?.height).toBeGreaterThan(0.5);
  expect(days[1]?.height).toBeLessThan(1);
});
