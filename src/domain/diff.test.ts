import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Alert } from "./alert.ts";
import { anAlert, arbitraryAlert, arbitraryFilter } from "./alert.arbitrary.ts";
import { type Change, coalesce, type Diff, diffOf, isEmpty, patchOf } from "./diff.ts";
import { EVERYTHING, type Filter, matches, readFilter } from "./filter.ts";

/** A feed of four alerts, and what happens to them: some are opened by it, all may change often. */
const history = fc
  .tuple(
    fc.array(arbitraryAlert, { minLength: 4, maxLength: 4 }),
    fc.integer({ min: 0, max: 4 }),
    fc.array(fc.tuple(fc.nat({ max: 3 }), fc.option(arbitraryAlert, { freq: 6 })), {
      maxLength: 12,
    }),
  )
  .map(([alerts, there, news]) => {
    const feed = new Map<number, Alert>();
    for (const [id, alert] of alerts.slice(0, there).entries()) {
      feed.set(id, { ...alert, id, seq: id + 1 });
    }
    const before = [...feed.values()];
    const gone = new Set<number>();
    const changes = news.flatMap(([id, alert], index): Change[] => {
      const [before, seq] = [feed.get(id) ?? null, 10 + index];
      if (gone.has(id)) return [];
      if (alert === null) {
        if (before === null) return [];
        // Its number is not given again.
        gone.add(id);
        feed.delete(id);
        return [{ before, after: null, seq }];
      }
      const after = { ...alert, id, seq };
      feed.set(id, after);
      return [{ before, after }];
    });
    return { before, changes, after: [...feed.values()] };
  });

const filter = arbitraryFilter.map(readFilter);

describe("diffOf", () => {
  test("leads those who apply it to what they would find by filtering afresh", () => {
    fc.assert(
      fc.property(history, filter, ({ before, changes, after }, wanted) => {
        const seen = apply(rowsOf(wanted, before), diffOf(wanted, coalesce(changes)));
        expect(seen).toEqual(rowsOf(wanted, after));
      }),
      { numRuns: 300 },
    );
  });

  test("leads there also who has read a page while the changes happened", () => {
    fc.assert(
      fc.property(history, fc.nat({ max: 12 }), filter, (feed, moment, wanted) => {
        const meanwhile = new Map(feed.before.map((alert) => [alert.id, alert]));
        for (const change of feed.changes.slice(0, moment)) {
          if (change.after === null) meanwhile.delete(change.before.id);
          else meanwhile.set(change.after.id, change.after);
        }
        const read = rowsOf(wanted, [...meanwhile.values()]);
        expect(apply(read, diffOf(wanted, coalesce(feed.changes)))).toEqual(
          rowsOf(wanted, feed.after),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test("leads to the same in one step as in many", () => {
    fc.assert(
      fc.property(history, filter, ({ before, changes }, wanted) => {
        const rows = rowsOf(wanted, before);
        const steps = changes.reduce((row, change) => apply(row, diffOf(wanted, [change])), rows);
        expect(apply(rows, diffOf(wanted, coalesce(changes)))).toEqual(steps);
      }),
    );
  });

  test("names an alert once at most", () => {
    fc.assert(
      fc.property(history, filter, ({ changes }, wanted) => {
        const { put, patch, remove } = diffOf(wanted, coalesce(changes));
        const ids = [...put, ...patch].map(({ id }) => id).concat(remove);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  const there = (seq: number) => anAlert({ seq });
  const hidden = (seq: number) => anAlert({ seq, deletedAt: "2026-01-02T00:00:00.000Z" });

  test.each<[keyof Diff, string, Change[]]>([
    [
      "put",
      "was gone for a moment",
      [
        { before: there(1), after: hidden(2) },
        { before: hidden(2), after: there(3) },
      ],
    ],
    [
      "remove",
      "was there for a moment, and is in the trash again",
      [
        { before: hidden(1), after: there(2) },
        { before: there(2), after: hidden(3) },
      ],
    ],
    [
      "remove",
      "was there for a moment, and is removed for good",
      [
        { before: hidden(1), after: there(2) },
        { before: there(2), after: hidden(3) },
        { before: hidden(3), after: null, seq: 4 },
      ],
    ],
  ])("makes a %s of an alert that %s", (expected, _, changes) => {
    const diff = diffOf(EVERYTHING, coalesce(changes));
    const parts = (["put", "patch", "remove"] as const).filter((part) => diff[part].length > 0);
    expect(parts).toEqual([expected]);
  });

  test.each<[keyof Diff | "nothing", Alert | null, Alert]>([
    ["put", null, anAlert({ seq: 2 })],
    ["put", anAlert({ deletedAt: "2026-01-02T00:00:00.000Z" }), anAlert({ seq: 2 })],
    ["patch", anAlert(), anAlert({ seq: 2, title: "other" })],
    ["remove", anAlert(), anAlert({ seq: 2, deletedAt: "2026-01-02T00:00:00.000Z" })],
    ["nothing", null, anAlert({ deletedAt: "2026-01-02T00:00:00.000Z" })],
  ])("makes a %s of a change", (expected, before, after) => {
    const diff = diffOf(EVERYTHING, [{ before, after }]);
    const parts = (["put", "patch", "remove"] as const).filter((part) => diff[part].length > 0);
    expect(parts).toEqual(expected === "nothing" ? [] : [expected]);
    expect(isEmpty(diff)).toBe(expected === "nothing");
  });
});

describe("patchOf", () => {
  test("holds id, seq and what is other than before", () => {
    const before = anAlert({ labels: { a: "1" }, annotations: { b: "2" } });
    const after = { ...before, seq: 2, title: "other", labels: { a: "1" }, annotations: {} };
    expect(patchOf(before, after)).toEqual({ id: 1, seq: 2, title: "other", annotations: {} });
  });

  test("holds what was other at any time between, though it is again as it was before", () => {
    const between = [anAlert({ seq: 2, title: "other" }), anAlert({ seq: 3, status: "resolved" })];
    const after = anAlert({ seq: 4 });
    expect(patchOf(anAlert(), after, between)).toEqual({
      id: 1,
      seq: 4,
      title: after.title,
      status: "firing",
    });
  });

  test("says when a field has become null", () => {
    const patch = patchOf(anAlert({ acknowledgedBy: "ann" }), anAlert({ seq: 2 }));
    expect(patch).toEqual({ id: 1, seq: 2, acknowledgedBy: null });
  });
});

describe("coalesce", () => {
  test("may be done in parts: what is coalesced can be coalesced with what follows", () => {
    fc.assert(
      fc.property(history, fc.nat({ max: 12 }), ({ changes }, cut) => {
        const [first, rest] = [changes.slice(0, cut), changes.slice(cut)];
        const whole = coalesce(changes);
        expect(coalesce([...coalesce(first), ...rest])).toEqual(whole);
        expect(coalesce([...first, ...coalesce(rest)])).toEqual(whole);
      }),
    );
  });

  test("takes for many changes of one alert much what it takes for as many of different ones", () => {
    const changes = (idOf: (index: number) => number): Change[] =>
      Array.from({ length: 10_000 }, (_, index) => {
        const [before, after] = [anAlert({ id: idOf(index), seq: index }), anAlert()];
        return { before, after: { ...after, id: before.id, seq: index + 1 } };
      });
    const [different, ofOne] = [changes((index) => index), changes(() => 1)];
    const timeOf = (some: readonly Change[]) => {
      const begun = performance.now();
      coalesce(some);
      return performance.now() - begun;
    };
    // In turns, the least of each: what else the machine does meanwhile tells nothing.
    const times = Array.from({ length: 3 }, () => [timeOf(different), timeOf(ofOne)] as const);
    const [control, one] = [0, 1].map((of) => Math.min(...times.map((pair) => pair[of] ?? 0)));
    expect(one ?? Infinity).toBeLessThan(20 * (control ?? 0));
  });
});

function rowsOf(wanted: Filter, alerts: readonly Alert[]): Map<number, Alert> {
  return new Map(
    alerts.filter((alert) => matches(wanted, alert)).map((alert) => [alert.id, alert]),
  );
}

/** What a client does with a diff. A patch of a row that it does not hold would be an error. */
function apply(rows: ReadonlyMap<number, Alert>, { put, patch, remove }: Diff): Map<number, Alert> {
  const result = new Map(rows);
  for (const alert of put) result.set(alert.id, alert);
  for (const fields of patch) {
    const row = result.get(fields.id);
    if (!row) throw new Error(`a patch for ${fields.id}, which was not there`);
    result.set(fields.id, { ...row, ...fields });
  }
  for (const id of remove) result.delete(id);
  return result;
}
