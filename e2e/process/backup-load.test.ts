import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@playwright/test";
import Database from "better-sqlite3";
import { App, someAlerts } from "../support/app.ts";
import { isThorough, note } from "../support/measured.ts";
import { expectSound } from "../support/sound.ts";

const ROUNDS = isThorough ? 20 : 3;
const WRITERS = 6;

test("backups made under load hold alert by alert what was there, and all that was answered", async () => {
  test.setTimeout(isThorough ? 1_200_000 : 180_000);
  const app = await App.start();
  const folder = join(dirname(app.database), "backups");
  const load = new Load(app);
  await expect.poll(() => load.answered.length).toBeGreaterThan(100);
  const answered: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    answered.push(load.answered.length);
    await run("backup", "--database", `file:${app.database}`);
    // So that the next one has more.
    await expect.poll(() => load.answered.length).toBeGreaterThan((answered[round] ?? 0) + 50);
  }
  await load.end();
  await app.stop();

  const names = readdirSync(folder).filter((name) => name.endsWith(".zst"));
  expect(names).toHaveLength(ROUNDS);
  for (const [round, name] of names.toSorted().entries()) {
    await test.step(`backup ${round + 1}`, async () => {
      const place = join(dirname(app.database), "restored");
      rmSync(place, { recursive: true, force: true });
      mkdirSync(place);
      const file = join(place, "tocsin.db");
      await run("restore", join(folder, name), "--database", `file:${file}`);
      const { titles, events } = await expectSound(file);
      const before = load.answered.slice(0, answered[round]);
      expect(before.filter((id) => !titles.has(id))).toEqual([]);
      expect(differences(file, app.database, events.size)).toBe(0);
      note(`alerts in backup ${round + 1}`, titles.size);
    });
  }

  await test.step("a server on the last of them shows them all", async () => {
    const place = join(dirname(app.database), "restored");
    const { titles } = await expectSound(join(place, "tocsin.db"));
    const restored = await App.start(place);
    const ids = await restored.allIds("deleted=include");
    expect(ids).toEqual([...titles.keys()].toSorted((a, b) => b - a));
    await restored.stop();
  });
  await app.dispose();
});

/** Runs a command as it is built, while everything else goes on. */
async function run(name: string, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [`dist/server/${name}.js`, ...args]);
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(child, "close");
  expect(child.exitCode, said).toBe(0);
}

/** How many events of a restored log are not those of the live one up to there, or the other way round. */
function differences(restored: string, live: string, events: number): number {
  const db = new Database(restored);
  db.prepare("attach ? as live").run(live);
  const part = "select * from live.events where seq <= (select max(seq) from main.events)";
  const count = (sql: string) => Number(db.prepare(`select count(*) from (${sql})`).pluck().get());
  expect(count("select * from main.events")).toBe(events);
  const found =
    count(`select * from main.events except ${part}`) +
    count(`${part} except select * from main.events`);
  db.close();
  return found;
}

/** Some who open alerts without a pause, and do to each fifth all that can be done. */
class Load {
  /** The ids of those that were opened, as far as it was answered. */
  readonly answered: number[] = [];
  #isOver = false;
  readonly #done: Promise<unknown>;

  constructor(app: App) {
    this.#done = Promise.all(Array.from({ length: WRITERS }, () => this.#write(app)));
  }

  async #write(app: App): Promise<void> {
    while (!this.#isOver) {
      const ids = await app.open(someAlerts(5));
      this.answered.push(...ids);
      const [id = 0] = ids;
      await app.act(id, "acknowledge");
      await app.act(id, "notes", { text: `Seen to ${id}` });
      await app.act(id, "resolve");
      if (id % 2 === 0) await app.fetch(`/api/alerts/${id}`, { method: "DELETE" });
    }
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#done;
  }
}
