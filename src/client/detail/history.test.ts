import fc from "fast-check";
import { expect, test } from "vitest";
import { readCursor, writeCursor } from "../../domain/cursor.ts";
import { firstSeqOf, type History, type HistoryEntry } from "../../protocol/history.ts";
import { extended, MOST_ENTRIES, renewed, UNREAD } from "./history.ts";

const EPOCH = "e";

/** Events from 1 up to `last`: in each ten, the last four are repeats that the server may fold. */
function isRepeat(seq: number): boolean {
  return seq % 10 > 5;
}

/** A page as the server gives it: entries before `end`, oldest first. */
function pageBefore(end: number, last: number, limit: number): History {
  const events: HistoryEntry[] = [];
  let seq = Math.min(end - 1, last);
  while (seq >= 1 && events.length < limit) {
    const upTo = seq;
    if (isRepeat(seq)) while (isRepeat(seq - 1)) seq -= 1;
    events.unshift(entry(seq, upTo));
    seq -= 1;
  }
  const newest = events.at(-1)?.seq ?? 0;
  return {
    events,
    older: seq < 1 ? null : cursor(seq + 1),
    newer: newest < last ? cursor(newest) : null,
  };
}

function entry(first: number, last: number): HistoryEntry {
  const one = { seq: last, version: 1, recordedAt: "", actor: "a", data: {} };
  const type = isRepeat(last) ? "AlertRepeated" : "AlertNoted";
  if (first === last) return { ...one, type };
  return { ...one, type, count: last - first + 1, since: { seq: first, recordedAt: "" } };
}

function cursor(seq: number): string {
  return writeCursor(EPOCH, seq);
}

function seqOf(text: string): number {
  const seq = readCursor(EPOCH, "cursor", text);
  return seq.ok ? seq.value : 0;
}

const arbitraryDeeds = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant("happens" as const), events: fc.integer({ min: 1, max: 400 }) }),
    fc.constant({ type: "renew" as const }),
    fc.constant({ type: "older" as const }),
    fc.constant({ type: "newest" as const }),
  ),
  { maxLength: 40, size: "max" },
);

test("whatever is read when, what is held is a stretch without a hole, and bounded", () => {
  fc.assert(
    fc.property(arbitraryDeeds, fc.constantFrom(5, 100), (deeds, limit) => {
      let last = 1;
      let told = 1;
      let held = renewed(UNREAD, pageBefore(Infinity, last, limit), EPOCH);
      for (const deed of deeds) {
        if (deed.type === "happens") last += deed.events;
        if (deed.type === "newest") held = UNREAD;
        if (deed.type === "renew" || deed.type === "newest") {
          held = renewed(held, pageBefore(Infinity, last, limit), EPOCH);
          if (held.newer === null) told = last;
        }
        if (deed.type === "older" && held.older !== null) {
          held = extended(held, pageBefore(seqOf(held.older), last, limit), EPOCH);
        }
        expect(held.events.length).toBeLessThanOrEqual(MOST_ENTRIES);
        let next = held.older === null ? 1 : seqOf(held.older);
        for (const one of held.events) {
          expect(firstSeqOf(one)).toBe(next);
          next = one.seq + 1;
        }
        expect(next).toBe(held.newer === null ? told + 1 : seqOf(held.newer) + 1);
      }
    }),
    { numRuns: 300 },
  );
});

test("what is at hand stays while something happens, as far as there is room", () => {
  const first = renewed(UNREAD, pageBefore(Infinity, 1_000, 10), EPOCH);
  const more = extended(first, pageBefore(seqOf(first.older ?? ""), 1_000, 10), EPOCH);
  expect(renewed(more, pageBefore(Infinity, 1_003, 10), EPOCH).older).toBe(more.older);
});

test("who has gone so far back that the newest was let go is left alone", () => {
  let held = renewed(UNREAD, pageBefore(Infinity, 2_000, 100), EPOCH);
  for (let pages = 0; pages < 4; pages++) {
    held = extended(held, pageBefore(seqOf(held.older ?? ""), 2_000, 100), EPOCH);
  }
  expect(held.newer).not.toBeNull();
  expect(renewed(held, pageBefore(Infinity, 2_100, 100), EPOCH)).toBe(held);
});
