import { expect, test } from "vitest";
import type { Audit } from "../../protocol/people.ts";
import { withOlder } from "./audit.ts";

/** The entries from one number down to the other. */
function page(from: number, to: number, older: string | null = String(to)): Audit {
  const entries = Array.from({ length: from - to + 1 }, (_, index) => ({
    id: from - index,
    at: "2026-01-01T00:00:00.000Z",
    type: "signed-in" as const,
    actor: "user:Mira",
    on: "user:Mira",
    address: null,
    detail: {},
  }));
  return { entries, older };
}

const ids = ({ entries }: Audit) => entries.map(({ id }) => id);

test("what lies below follows, each once", () => {
  expect(withOlder(page(6, 4), null)).toEqual(page(6, 4));
  expect(ids(withOlder(page(6, 4), page(3, 1, null)))).toEqual([6, 5, 4, 3, 2, 1]);
  expect(withOlder(page(6, 4), page(3, 1, null)).older).toBeNull();
  expect(ids(withOlder(page(8, 6), page(7, 2)))).toEqual([8, 7, 6, 5, 4, 3, 2]);
});

test("what does not meet is let go, to be read again", () => {
  const far = withOlder(page(99, 90), page(6, 1, null));
  expect(ids(far)).toEqual(ids(page(99, 90)));
  expect(far.older).toBe("90");
});

test("an end that is empty is the end", () => {
  expect(withOlder(page(3, 2), { entries: [], older: null })).toEqual(page(3, 2, null));
});
