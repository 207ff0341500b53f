import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EVERYTHING, type Filter, readFilter } from "../../domain/filter.ts";
import { createGroups, type Subscription } from "./group.ts";
import { Client, nextTurn, startHub } from "./hub.model.ts";
import { createPlaces } from "./places.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Places where each serving reads `rows`, takes `time` (ms) and is written down. */
function startPlaces({ rows = 0, time = 0 } = {}) {
  const served: Subscription[][] = [];
  const groups = createGroups();
  const places = createPlaces(async (together) => {
    served.push([...together]);
    vi.setSystemTime(Date.now() + time);
    return rows;
  }, Date.now);

  function stand(count: number, place: number, filter: Filter = EVERYTHING): void {
    for (let n = 0; n < count; n++) {
      const one = groups.join(filter, new Client(startHub().hub), place, place);
      one.behind = place;
      places.add(one);
    }
  }

  /** How many were served together, one after the other, in each turn until all were. */
  async function turns(): Promise<number[][]> {
    const turns: number[][] = [];
    while (vi.getTimerCount() > 0) {
      await nextTurn();
      turns.push(served.splice(0).map((together) => together.length));
    }
    return turns;
  }

  return { places, stand, turns };
}

test("those at one place with one filter are served together", async () => {
  const { stand, turns } = startPlaces();
  stand(2, 1);
  stand(3, 2);
  stand(1, 1, readFilter({ severity: ["critical"] }));
  stand(1, 1);
  expect(await turns()).toEqual([[3, 3, 1]]);
});

test("a turn serves so many, the next one the rest", async () => {
  const { stand, turns } = startPlaces();
  stand(300, 1);
  stand(900, 2);
  expect(await turns()).toEqual([[300, 200], [500], [200]]);
});

test("rows that are read are work as well, though nobody is sent much", async () => {
  const { stand, turns } = startPlaces({ rows: 200 });
  for (let place = 1; place <= 5; place++) stand(1, place);
  expect(await turns()).toEqual([
    [1, 1, 1],
    [1, 1],
  ]);
});

test("a turn ends where it takes long", async () => {
  const { stand, turns } = startPlaces({ time: 60 });
  for (let place = 1; place <= 3; place++) stand(1, place);
  expect(await turns()).toEqual([[1, 1], [1]]);
});

test("nobody is served once it was cleared", async () => {
  const { places, stand, turns } = startPlaces();
  stand(3, 1);
  places.clear();
  expect(await turns()).toEqual([]);
  stand(1, 1);
  expect(await turns()).toEqual([[1]]);
});
