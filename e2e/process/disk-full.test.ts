import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test as base } from "@playwright/test";
import { App, someAlerts } from "../support/app.ts";
import { expectSound } from "../support/sound.ts";

const MIB = 1_048_576;

interface Fixtures {
  /** The folder of a disk of 64 MiB. */
  disk: string;
  /** The built app, with its database on that disk. */
  app: App;
}

const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
  disk: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "tocsin-disk-"));
    const isMounted = tryTo("mount", "-t", "tmpfs", "-o", "size=64m", "tocsin", folder);
    try {
      base.skip(!isMounted, "a disk of its own to fill needs the right to mount one");
      await use(folder);
    } finally {
      // A process that makes a backup ends a moment after the server that is gone.
      if (isMounted) await expect.poll(() => tryTo("umount", folder)).toBe(true);
      rmSync(folder, { recursive: true });
    }
  },

  app: async ({ disk }, use) => {
    const app = await App.start(disk);
    await use(app);
    await app.kill();
  },
});

function tryTo(command: string, ...args: string[]): boolean {
  return spawnSync(command, args).status === 0;
}

/** Takes all the room that is left. */
function fill(disk: string): void {
  const ballast = openSync(join(disk, "ballast"), "a");
  try {
    for (const size of [MIB, 4_096, 1]) write(ballast, Buffer.alloc(size));
  } finally {
    closeSync(ballast);
  }
}

function write(ballast: number, bytes: Buffer): void {
  try {
    while (writeSync(ballast, bytes) === bytes.length);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
}

function free(disk: string): void {
  rmSync(join(disk, "ballast"), { force: true });
}

test("a disk that fills up under load and is freed again costs nothing but the time between", async ({
  app,
  disk,
}) => {
  const writers = new Writers(app);
  for (let round = 0; round < 3; round += 1) {
    const before = writers.kept.length;
    await expect.poll(() => writers.kept.length).toBeGreaterThan(before + 50);
    fill(disk);
    await expect.poll(() => writers.isRefused).toBe(true);
    // What the file beside the database has room for is still taken, wherever it has just begun anew.
    await expect.poll(() => statusOf(app, "/readyz")).toEqual([503, "store-full"]);
    expect((await app.fetch("/healthz")).status).toBe(200);
    expect((await app.page("limit=1")).alerts).toHaveLength(1);
    free(disk);
    await expect.poll(async () => (await statusOf(app, "/readyz"))[0]).toBe(200);
  }
  await writers.end();
  expect(writers.codes).toEqual(new Set(["store-full"]));
  expect(app.log.match(/SQLITE_FULL/gu)?.length, "lines in the log").toBeLessThan(10);

  await app.kill();
  const { titles } = await expectSound(app.database);
  expect(writers.kept.toSorted((a, b) => a - b)).toEqual([...titles.keys()]);
});

test("a start on a full disk serves what can be read, and writes once there is room", async ({
  app,
  disk,
}) => {
  await app.open(someAlerts(10));
  await app.stop();
  fill(disk);
  await app.start();
  expect(await app.allIds()).toHaveLength(10);
  expect(await statusOf(app, "/readyz")).toEqual([503, "store-full"]);
  free(disk);
  await expect.poll(async () => (await statusOf(app, "/readyz"))[0]).toBe(200);
  expect(await app.open([{ title: "Room" }])).toEqual([11]);
});

test("a start that needs room and finds none says so in one line", async ({ app, disk }) => {
  await app.open(someAlerts(10));
  await app.stop();
  // What SQLite makes anew beside the file.
  for (const end of ["-wal", "-shm"]) rmSync(`${app.database}${end}`, { force: true });
  fill(disk);
  await expect(app.start()).rejects.toThrow(
    /ended with 1:[^]*tocsin: The database .* cannot be opened: there is no room left on its disk\n$/u,
  );
  free(disk);
  await app.start();
  expect(await app.allIds()).toHaveLength(10);
});

test("a full disk of backups costs the backup and nothing else, and is told of as an alert", async ({
  disk,
}) => {
  fill(disk);
  const folder = join(disk, "backups");
  const app = await App.start(undefined, { BACKUP_DIR: folder, BACKUP_SCHEDULE: "* * * * * *" });
  const told = async () => {
    const { alerts } = await app.page("source=tocsin");
    return alerts.map(({ title, description, status }) => `${title}. ${description} ${status}`);
  };
  await expect.poll(told).toEqual([expect.stringMatching(/^A backup failed\..*no room.*firing$/u)]);
  expect(await statusOf(app, "/readyz")).toEqual([200]);
  await app.open(someAlerts(10));
  free(disk);
  await expect.poll(told).toEqual([expect.stringMatching(/^A backup failed\..*resolved$/u)]);
  expect(readdirSync(folder).some((name) => name.endsWith(".zst"))).toBe(true);
  await app.dispose();
});

/** Eight who post without a pause, and remember what they were told. */
class Writers {
  readonly kept: number[] = [];
  readonly codes = new Set<string>();
  /** Whether the last answer was a refusal. */
  isRefused = false;
  #isOver = false;
  readonly #done: Promise<unknown>;

  constructor(app: App) {
    const alerts = someAlerts(5, { description: "x".repeat(200) });
    this.#done = Promise.all(Array.from({ length: 8 }, () => this.#write(app, alerts)));
  }

  async #write(app: App, alerts: readonly object[]): Promise<void> {
    while (!this.#isOver) {
      const answer = await app.send("/api/alerts", alerts);
      const body = (await answer.json()) as { code?: string; results?: { id: number }[] };
      this.isRefused = answer.status !== 200;
      if (answer.status === 200) this.kept.push(...(body.results ?? []).map(({ id }) => id));
      else this.codes.add(`${body.code}`);
    }
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#done;
  }
}

async function statusOf(app: App, path: string): Promise<[number, string?]> {
  const answer = await app.fetch(path);
  const { code } = (await answer.json()) as { code?: string };
  return code === undefined ? [answer.status] : [answer.status, code];
}
