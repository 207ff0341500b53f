import { expect, test } from "vitest";
import { readCursor } from "../../../domain/cursor.ts";
import { EVERYTHING, type Filter, readFilter } from "../../../domain/filter.ts";
import { at } from "../../../domain/history.arbitrary.ts";
import type { Place } from "../../../protocol/page.ts";
import { HEAD, type Open, opening, range, subjectOf, valueOf } from "./subject.ts";

/** What a store must answer where a page is asked for. */
export function describePages(open: Open): void {
  const { store, execute, fill, page, ids } = subjectOf(open);

  test("of an empty feed are empty, wherever they lie", async () => {
    for (const place of [HEAD, before(1), after(1), { type: "at", time: at(0) } as const]) {
      expect(await ids(place, 10)).toEqual([null, [], null]);
    }
  });

  test("name the head of their moment", async () => {
    await fill(3);
    expect((await page(HEAD, 1)).head).toEqual(store().head());
    expect(store().head().seq).toBe(3);
  });

  test("are the same as they are sent, or refused", async () => {
    await fill(3);
    for (const filter of [EVERYTHING, readFilter({ source: ["monitor"] })]) {
      const sent = valueOf(await store().pageText(filter, HEAD, 2));
      expect(sent.text).toBe(JSON.stringify(await page(HEAD, 2, filter)));
      expect(sent.read()).toEqual(await page(HEAD, 2, filter));
      const nowhere = await store().pageText(filter, { type: "around", id: 9 }, 2);
      expect(nowhere).toMatchObject({ ok: false, problem: { code: "alert-not-found" } });
    }
  });

  test("say of each alert what it says by itself, whatever its words are", async () => {
    const words = '\u0001\t"\\ </script> \u2028 \u{1f525} ,"id":1}';
    const pairs = { b: words, "2": "two", [words]: "", __proto__: "own" };
    const url = 'https://example.org/?q="';
    const said = { title: words, description: words, annotations: pairs, url };
    await execute(
      opening({ ...said, source: words, fingerprint: words, labels: pairs }),
      opening({ severity: "info" }),
    );
    const done = [
      { type: "Acknowledge", id: 1 },
      { type: "Snooze", id: 1, until: at(9_000_000_000) },
      { type: "Resolve", id: 2 },
      { type: "Delete", id: 2 },
    ] as const;
    valueOf(await store().execute(done, `user:${words}`));
    const everything = readFilter({ deleted: "include" });
    const { text } = valueOf(await store().pageText(everything, HEAD, 5));
    const each = await Promise.all([2, 1].map((id) => store().alert(id)));
    expect(text.slice(0, text.indexOf('],"older"'))).toBe(
      `{"alerts":${JSON.stringify(each)}`.slice(0, -1),
    );
    expect(each.map((alert) => alert?.id)).toEqual([2, 1]);
  });

  test("at the head and below it have cursors where something lies", async () => {
    await fill(5);
    expect(await ids(HEAD, 2)).toEqual([null, [5, 4], 4]);
    expect(await ids(before(4), 2)).toEqual([3, [3, 2], 2]);
    expect(await ids(before(2), 2)).toEqual([1, [1], null]);
    expect(await ids(before(3), 2)).toEqual([2, [2, 1], null]);
    expect(await ids(HEAD, 5)).toEqual([null, [5, 4, 3, 2, 1], null]);
    expect(await ids(before(1), 2)).toEqual([0, [], null]);
  });

  test("above a cursor are the nearest, newest first", async () => {
    await fill(5);
    expect(await ids(after(1), 2)).toEqual([3, [3, 2], 2]);
    expect(await ids(after(3), 2)).toEqual([null, [5, 4], 4]);
    expect(await ids(after(4), 1)).toEqual([null, [5], 5]);
    expect(await ids(after(5), 2)).toEqual([null, [], 6]);
    expect(await ids(after(0), 5)).toEqual([null, [5, 4, 3, 2, 1], null]);
  });

  test("around an alert have it in the middle, as far as the ends allow", async () => {
    await fill(7);
    const around = (id: number) => ({ type: "around", id }) as const;
    expect(await ids(around(4), 1)).toEqual([4, [4], 4]);
    expect(await ids(around(4), 3)).toEqual([5, [5, 4, 3], 3]);
    expect(await ids(around(1), 3)).toEqual([3, [3, 2, 1], null]);
    expect(await ids(around(7), 3)).toEqual([null, [7, 6, 5], 5]);
    expect(await ids(around(4), 200)).toEqual([null, [7, 6, 5, 4, 3, 2, 1], null]);
  });

  test("of large alerts have fewer than were asked for, with a cursor to the rest", async () => {
    await fill(12, { description: "d".repeat(60_000), annotations: { a: "a".repeat(60_000) } });
    for (const filter of [EVERYTHING, readFilter({ source: ["monitor", "cron"] })]) {
      const [, newest] = await ids(HEAD, 200, filter);
      expect(newest.length).toBeLessThan(12);
      const walked: number[][] = [];
      let place: Place | null = HEAD;
      while (place !== null) {
        const [, page, older] = await ids(place, 200, filter);
        expect(page.length).toBeGreaterThan(0);
        walked.push(page);
        place = older === null ? null : before(older);
      }
      expect(walked.flat()).toEqual(range(1, 12).reverse());
      const back: number[][] = [];
      place = after(0);
      while (place !== null) {
        const [newer, page] = await ids(place, 200, filter);
        back.unshift(page);
        place = newer === null ? null : after(newer);
      }
      expect(back.flat()).toEqual(range(1, 12).reverse());
      const [newer, around, older] = await ids({ type: "around", id: 6 }, 200, filter);
      expect(around).toContain(6);
      expect(newer).toBe(around[0] === 12 ? null : (around[0] ?? 0));
      expect(older).toBe(around.at(-1) === 1 ? null : (around.at(-1) ?? 0));
    }
  });

  test("around an unknown alert are refused", async () => {
    for (const id of [9, 2 ** 31, 1e20, 1e300])
      expect(await store().page(EVERYTHING, { type: "around", id }, 10)).toMatchObject({
        ok: false,
        problem: { code: "alert-not-found" },
      });
  });

  test("at a time are around the newest that had arrived", async () => {
    await fill(3);
    const [, , first] = (await page(HEAD, 3)).alerts;
    const time = first?.receivedAt ?? "";
    const later = new Date(Date.parse(time) + 3_600_000).toISOString();
    expect(await ids({ type: "at", time: later }, 1)).toEqual([null, [3], 3]);
    expect(await ids({ type: "at", time: at(0) }, 1)).toEqual([1, [1], null]);
  });

  test("with a filter have cursors only where more of it lies", async () => {
    await execute(
      ...range(1, 9).map((n) => opening({ severity: n % 3 === 0 ? "critical" : "info" })),
    );
    const critical = readFilter({ severity: ["critical"] });
    expect(await ids(HEAD, 2, critical)).toEqual([null, [9, 6], 6]);
    expect(await ids(before(6), 2, critical)).toEqual([3, [3], null]);
    expect(await ids(after(3), 1, critical)).toEqual([6, [6], 6]);
    expect(await ids(after(6), 1, critical)).toEqual([null, [9], 9]);
    expect(await ids({ type: "around", id: 6 }, 1, critical)).toEqual([6, [6], 6]);
    expect(await ids({ type: "around", id: 5 }, 2, critical)).toEqual([6, [6, 3], null]);
  });

  test("leave out what is deleted, or have it too, or alone", async () => {
    await fill(3);
    await execute({ type: "Delete", id: 2 });
    const wanting = (deleted: Filter["deleted"]) => readFilter({ deleted });
    expect(await ids(HEAD, 9)).toEqual([null, [3, 1], null]);
    expect(await ids(HEAD, 9, wanting("only"))).toEqual([null, [2], null]);
    expect(await ids(HEAD, 9, wanting("include"))).toEqual([null, [3, 2, 1], null]);
  });

  test("are counted by their ids, from a cursor upwards", async () => {
    await fill(5);
    await execute({ type: "Delete", id: 4 });
    const idsAfter = async (id: number, limit: number, filter = EVERYTHING) => {
      const { ids, newer, head } = valueOf(await store().ids(filter, id, limit));
      expect(head).toEqual(store().head());
      return [newer && valueOf(readCursor(head.epoch, "newer", newer)), ids];
    };
    expect(await idsAfter(2, 9)).toEqual([null, [5, 3]]);
    expect(await idsAfter(0, 2)).toEqual([2, [2, 1]]);
    expect(await idsAfter(0, 4)).toEqual([null, [5, 3, 2, 1]]);
    expect(await idsAfter(5, 9)).toEqual([null, []]);
    expect(await idsAfter(0, 9, readFilter({ deleted: "only" }))).toEqual([null, [4]]);
  });
}

const before = (id: number) => ({ type: "before", id }) as const;
const after = (id: number) => ({ type: "after", id }) as const;
