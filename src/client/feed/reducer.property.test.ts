import fc from "fast-check";
import { expect, test } from "vitest";
import { extentOf, shownRows } from "./feed-state.ts";
import { heard } from "./pending.ts";
import { World } from "./world.model.ts";

/** What can happen in the world, by name, each with a number to choose by. */
const STEPS = {
  open: (world: World, n: number) => {
    for (let i = 0; i < n % 60; i++) world.server.open();
  },
  retitle: (world: World, n: number) => world.server.retitle(1 + (n % world.server.ids())),
  toggle: (world: World, n: number) => world.server.toggle(1 + (n % world.server.ids())),
  receive: (world: World, n: number) => world.receive(n),
  serve: (world: World, n: number) => world.serve(n),
  deliver: (world: World, n: number) => world.deliver(n),
  fail: (world: World, n: number) => world.fail(n),
  retry: (world: World) => world.retry(),
  down: (world: World) => world.scroll("older"),
  up: (world: World) => world.scroll("newer"),
  look: (world: World, n: number) => {
    world.isHandOn = n % 2 === 0;
    world.look();
  },
  pause: (world: World) => world.pause(),
  bring: (world: World) => world.dispatch({ type: "brought" }),
  oldest: (world: World) => world.dispatch({ type: "went-to-oldest" }),
  visit: (world: World, n: number) => {
    const alertId = 1 + (n % world.server.ids());
    world.dispatch({ type: "visited", alertId, landing: { centred: alertId } });
  },
  reset: (world: World, n: number) => world.reset(n),
  remove: (world: World, n: number) => world.remove(n),
  act: (world: World) => world.act(),
  answer: (world: World, n: number) => world.answer(n),
} as const;
const NAMES = Object.keys(STEPS) as (keyof typeof STEPS)[];
const steps = fc.array(
  fc.tuple(fc.constantFrom(...NAMES, "deliver" as const), fc.nat({ max: 600 })),
  {
    maxLength: 80,
    size: "max",
  },
);

test("whatever comes when, what is shown ends as a fresh read of the same place", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), steps, (size, all) => {
      const world = new World(size);
      for (const [name, n] of all) STEPS[name](world, n);
      world.settle();

      const { from, to, known, held } = world.state.window;
      const truth = world.server.rows();
      expect(heard(world.state.pending, world.state.heard)).toEqual([]);
      expect(shownRows(world.state)).toEqual(truth.filter(({ id }) => from <= id && id <= to));
      const above = truth.map(({ id }) => id).filter((id) => id > known);
      expect([...held.keys()].sort((a, b) => b - a)).toEqual(above);
      const { waiting } = extentOf(world.state);
      expect(waiting.arrived + waiting.returned).toBe(above.length);
    }),
    { numRuns: 400 },
  );
});
