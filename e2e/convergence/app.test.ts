import { worldOf } from "../support/app-world.ts";
import { converge } from "./run.ts";
import { expect, test } from "../support/fixtures.ts";
import { isThorough } from "../support/measured.ts";

/**
 * The runs of convergence/seeds.fixture.ts against the built app as a process of its own, which
 * is started again, killed and given another database. A seed that fails is in the test's name.
 */
const SEEDS = isThorough ? 200 : 6;

for (let seed = 1001; seed <= 1000 + SEEDS; seed++) {
  test(`seed ${seed} converges, through crashes and restored databases`, async ({ app }) => {
    await expect(converge(seed, worldOf(app))).resolves.toBeUndefined();
  });
}
