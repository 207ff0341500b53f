import type { SQL } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { EVERYTHING } from "../../../../domain/filter.ts";
import { opening, range } from "../../conformance/subject.ts";
import { describePostgres } from "../connection/database.fixture.ts";
import type { Session } from "../connection/database.ts";
import { openScratchStore } from "../postgres-store.fixture.ts";
import { walk } from "./walk.ts";

/** As if there were five windows of ids, of which only the first alerts are there. */
const ALL = { first: 1, last: 10_000 };

describePostgres("a walk for which the time runs out", () => {
  async function begin() {
    const store = await openScratchStore();
    onTestFinished(() => store.close());
    await store.execute(
      ["a", "b", "a"].map((source) => opening({ source })),
      null,
    );
    const { database } = store.context;
    return (direction: "older" | "newer", id: number, time?: number, all = ALL) =>
      walk(database, { ...EVERYTHING, source: ["a"] }, all, {
        direction,
        id,
        limit: 5,
        ...(time !== undefined && { time }),
      });
  }

  test("tells what it has and the last id that it looked at", async () => {
    const go = await begin();
    expect(await go("older", 10_001, 0)).toMatchObject({
      alerts: [],
      hasMore: false,
      stoppedAt: 8_001,
    });
    const { alerts, ...rest } = await go("newer", 0, 0);
    expect([alerts.map(({ id }) => id), rest]).toMatchObject([
      [1, 3],
      { hasMore: false, stoppedAt: 2_000 },
    ]);
  });

  test("says nothing of that where it had the time, nor at the end of all", async () => {
    const go = await begin();
    const { alerts, ...rest } = await go("older", 10_001);
    expect([alerts.map(({ id }) => id), rest]).toMatchObject([
      [3, 1],
      { hasMore: false, stoppedAt: null },
    ]);
    const short = await go("older", 10_001, 0, { first: 1, last: 1_000 });
    expect([short.alerts.length, short.stoppedAt]).toEqual([2, null]);
  });
});

describePostgres("a walk that is to tell of its start", () => {
  test.each(["older", "newer"] as const)(
    "%s: says whether that is the filter's, and has it not",
    async (direction) => {
      const store = await openScratchStore();
      onTestFinished(() => store.close());
      await store.execute(
        ["a", "a", "b", "a", "a"].map((source) => opening({ source })),
        null,
      );
      const go = async (id: number, limit: number) => {
        const asked = { direction, id, limit, tellsOfStart: true };
        const filter = { ...EVERYTHING, source: ["a"] };
        const { alerts, hasMore, hasStart } = await walk(
          store.context.database,
          filter,
          ALL,
          asked,
        );
        return [alerts.map(({ id }) => id), hasMore, hasStart];
      };
      const beyond = direction === "older" ? [2, 1] : [4, 5];
      const edge = direction === "older" ? 4 : 2;
      expect(await go(edge, 2)).toEqual([beyond, false, true]);
      expect(await go(edge, 1)).toEqual([beyond.slice(0, 1), true, true]);
      expect(await go(3, 2)).toEqual([beyond, false, false]);
      expect(await go(3, 1)).toEqual([beyond.slice(0, 1), true, false]);
    },
  );
});

describePostgres("the rows of a walk", () => {
  test("are brought up to the one with which they have too much text", async () => {
    const store = await openScratchStore();
    onTestFinished(() => store.close());
    const description = "x".repeat(1_000);
    await store.execute(
      range(1, 4).map(() => opening({ description })),
      null,
    );
    const { database } = store.context;
    const brought: number[] = [];
    const session: Session = {
      ...database,
      async planned<Row>(statement: SQL) {
        const rows = await database.planned<Row & object>(statement);
        if (rows.some((row) => "title" in row)) brought.push(rows.length);
        return rows;
      },
    };
    const asked = { direction: "older", id: 10_001, limit: 3, text: 1_500 } as const;
    const { alerts, hasMore } = await walk(session, EVERYTHING, ALL, asked);
    expect([brought, alerts.map(({ id }) => id), hasMore]).toEqual([[2], [4], true]);
  });
});
