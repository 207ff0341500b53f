import { expect, test } from "vitest";
import type { WrittenFilter } from "../../domain/filter.ts";
import { endWords } from "./ends.ts";

const DAY = "2026-01-01T12:00:00.000Z";

test.each<[WrittenFilter, number, string]>([
  [{}, 1, "The first alert"],
  [{ deleted: "include" }, 1, "The first alert"],
  [{}, 2, "The first not in the trash"],
  [{ deleted: "include" }, 2, "The first that is kept"],
  [{ deleted: "only" }, 1, "The first in the trash"],
  [{ status: ["firing"] }, 1, "The first that matches"],
  [{ q: "disk", deleted: "only" }, 1, "The first that matches"],
  [{ q: " " }, 1, "The first alert"],
])("the end of the list %j at alert %i is: %s", (filter, id, words) => {
  expect(endWords(filter, { id, receivedAt: DAY }, null, "UTC")).toBe(`${words}, 1 January 2026`);
});

test.each<[WrittenFilter, number, string | null, string]>([
  [{}, 7, "90d", "Older alerts were removed on 26 November 2026: kept for 90 days"],
  [
    { deleted: "include" },
    7,
    "1y",
    "Older alerts were removed on 26 November 2026: kept for 1 year",
  ],
  [{}, 7, null, "Older alerts were removed on 26 November 2026"],
  [{}, 1, "90d", "The first alert, 1 January 2026"],
  [{ deleted: "only" }, 7, "90d", "The first in the trash, 1 January 2026"],
  [
    { q: "disk" },
    7,
    "2w",
    "The first that matches, 1 January 2026. Older alerts were removed on 26 November 2026: kept for 2 weeks",
  ],
])(
  "where older alerts were removed, the end of %j at %i (%s) is: %s",
  (filter, id, kept, words) => {
    const removed = { at: "2026-11-26T03:00:00.000Z", kept };
    expect(endWords(filter, { id, receivedAt: DAY }, removed, "UTC")).toBe(words);
  },
);
