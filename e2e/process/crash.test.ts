import { setTimeout } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { chance, integerBetween, type Random, seededRandom } from "../../src/generator/random.ts";
import { App } from "../support/app.ts";
import { isThorough, note } from "../support/measured.ts";
import { expectSound, type Held } from "../support/sound.ts";

/** Databases of their own, and how often the server is killed on each. */
const DATABASES = isThorough ? 5 : 1;
const ROUNDS = isThorough ? 10 : 8;
const WRITERS = 12;
/** Longest time (ms) under load, or into a start, before the kill. */
const LIFE = 600;
/** Set it to run again what has failed; the times of the machine are its own. */
const SEED = Number(process.env["CRASH_SEED"] ?? Date.now() % 1_000_000);

/** What was answered: an alert of that title was opened, or this event happened to that alert. */
type Answered =
  | { readonly type: "opened"; readonly id: number; readonly title: string }
  | { readonly type: "changed"; readonly id: number; readonly seq: number };

for (let database = 1; database <= DATABASES; database += 1) {
  test(`whatever was answered is there after kill -9 at any moment (${database})`, async () => {
    test.setTimeout(240_000);
    await killAndCount(SEED + database - 1);
  });
}

async function killAndCount(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const answered: Answered[] = [];
  let slowest = 0;
  const app = await App.start();
  for (let round = 1; round <= ROUNDS; round += 1) {
    await test.step(`round ${round} of CRASH_SEED=${seed}`, async () => {
      const writers = Array.from({ length: WRITERS }, (_, n) =>
        write(app, seededRandom(random() * 2 ** 32), `${round}.${n}`, answered),
      );
      // Not to wait for anything: the moment of the kill is what is drawn.
      await setTimeout(random() * LIFE);
      await app.kill();
      await Promise.all(writers);
      if (chance(random, 0.3)) await killAmidStart(app, random() * LIFE);
      expect(lostOf(answered, await expectSound(app.database))).toEqual([]);

      const begun = performance.now();
      await app.start();
      slowest = Math.max(slowest, performance.now() - begun);
      expect((await app.fetch("/readyz")).status).toBe(200);
    });
  }
  await app.dispose();
  note("answered writes", answered.length);
  note("ms of the slowest start", slowest);
  expect(answered.length).toBeGreaterThan(ROUNDS);
}

/** Writes without a pause until the server is gone, and notes what it was told. */
async function write(app: App, random: Random, name: string, answered: Answered[]): Promise<void> {
  const mine: number[] = [];
  for (let n = 0; ; n += 1) {
    try {
      answered.push(...(await attempt(app, random, `${name}.${n}`, mine)));
    } catch (error) {
      // What fetch throws where a connection breaks; any other answer than yes is a failure.
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}

async function attempt(
  app: App,
  random: Random,
  name: string,
  mine: number[],
): Promise<readonly Answered[]> {
  const id = mine.at(-1);
  if (id !== undefined && chance(random, 0.3)) {
    const action = chance(random, 0.5) ? "notes" : "acknowledge";
    if (action === "acknowledge") mine.pop();
    const { seq } = await app.act(id, action, action === "notes" ? { text: name } : {});
    return [{ type: "changed", id, seq }];
  }
  const titles = Array.from({ length: integerBetween(random, 1, 20) }, (_, n) => `${name}.${n}`);
  const ids = await app.open(titles.map((title) => ({ title, labels: { writer: name } })));
  mine.push(...ids);
  return ids.map((id, n) => ({ type: "opened", id, title: titles[n] ?? "" }));
}

/** A server that is killed while it reads what the last one left must leave that as it was. */
async function killAmidStart(app: App, after: number): Promise<void> {
  const starting = app.start().catch(() => {});
  await setTimeout(after);
  await app.kill();
  await starting;
}

function lostOf(answered: readonly Answered[], { titles, events }: Held): Answered[] {
  return answered.filter((one) =>
    one.type === "opened" ? titles.get(one.id) !== one.title : events.get(one.seq) !== one.id,
  );
}
