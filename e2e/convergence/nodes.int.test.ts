import { expect, test } from "vitest";
import { describePostgres } from "../../src/server/store/postgres/connection/database.fixture.ts";
import { startNodes } from "./nodes-world.fixture.ts";
import { converge } from "./run.ts";

/** The runs of seeds.fixture.ts with readers and sources spread over nodes; SEED=n runs one alone. */
const { SEED, THOROUGH } = process.env;
const RUNS = THOROUGH === "1" ? 200 : 8;
const NODES = 3;
/** A commit of another node may take a second where no notice tells of it, which is ten for a reader. */
const SPEED = 10;

const last = SEED === undefined ? RUNS : Number(SEED);
const first = SEED === undefined ? 1 : last;

describePostgres("readers on several nodes", () => {
  test(`seeds ${first} to ${last} converge`, { timeout: 900_000 }, async () => {
    const world = await startNodes(NODES, SPEED);
    try {
      for (let seed = first; seed <= last; seed += 1)
        await expect(converge(seed, world), `SEED=${seed}`).resolves.toBeUndefined();
    } finally {
      await world.stop();
    }
  });
});
