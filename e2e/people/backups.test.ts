import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import Database from "better-sqlite3";
import * as v from "valibot";
import { axeOn } from "../support/axe.ts";
import { backupsSchema } from "../../src/protocol/backups.ts";
import { operationsSchema } from "../../src/protocol/operations.ts";
import { enter, expect, type Team, test } from "./team.ts";

/** Bytes with which a backup takes a few seconds. */
const WEIGHT = 300_000_000;

function folderOf({ app }: Team): string {
  return join(dirname(app.database), "backups");
}

function burden({ app }: Team): void {
  const db = new Database(app.database);
  db.exec(`create table weight (x); insert into weight values (zeroblob(${WEIGHT}))`);
  db.close();
}

async function listed(team: Team) {
  const answer = await team.ask("GET", "/api/backups");
  return v.parse(backupsSchema, await answer.json()).backups;
}

/** Those that a test holds: while it is stopped, a process does not hear that its server has gone. */
const held: number[] = [];
test.afterEach(() => held.splice(0).forEach((pid) => signal(pid, "SIGKILL")));

/** Stops what makes a backup once more than so much (MiB) is done, so that it takes as long as somebody looks at it. */
async function hold(team: Team, beyond: number): Promise<number> {
  const done = async () => {
    const answer = await team.ask("GET", "/api/operations");
    const [newest] = v.parse(operationsSchema, await answer.json()).operations;
    return newest?.state === "running" ? newest.progress.done : 0;
  };
  await expect.poll(done, { intervals: [20] }).toBeGreaterThan(beyond);
  const pid = processOf(team);
  signal(pid, "SIGSTOP");
  held.push(pid);
  return pid;
}

/** The process that makes a backup of this database. */
function processOf({ app }: Team): number {
  const all = execFileSync("ps", ["-A", "-ww", "-o", "pid=,args="], { encoding: "utf8" });
  const its = all
    .split("\n")
    .find((line) => line.includes("backup-process") && line.includes(app.database));
  expect(its, "what makes the backup").toBeDefined();
  return Number.parseInt(its ?? "", 10);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}

const backUp = (page: Page) => page.getByRole("button", { name: "Back up now" });
const running = (page: Page) => page.getByRole("group", { name: "Backing up" });
const doneOf = async (page: Page) =>
  Number(
    await running(page).getByRole("progressbar", { name: "Backing up" }).getAttribute("value"),
  );
const rows = (page: Page, list: string) =>
  page.getByRole("list", { name: list }).getByRole("listitem");

/** Half a day from now, so that none comes up meanwhile. */
const HOUR = (new Date().getUTCHours() + 12) % 24;

test("an admin backs up, watches, breaks off, takes away and removes", async ({ page, team }) => {
  burden(team);
  await enter(page, "Mira", "/settings/you");
  await page.getByRole("link", { name: "Backups" }).click();
  await expect(page.getByText("There is none yet.")).toBeVisible();
  await expect(page.getByText("Only when somebody asks for one.")).toBeVisible();
  await expect(page.getByText("Beside the database")).toContainText("Set BACKUP_DIR");
  await expect(page.getByText("The newest of each of the last 7 days")).toBeVisible();

  const exported = page.getByRole("link", { name: "Download an export of all" });
  await expect(exported).toHaveAttribute("href", "/api/export");

  await test.step("what runs says how far it is, and can be cancelled", async () => {
    await backUp(page).click();
    await hold(team, 0);
    await expect(running(page)).toContainText(/\d of \d+ MiB copied and compressed/u);
    await expect.poll(() => doneOf(page)).toBeGreaterThan(0);
    await running(page).getByRole("button", { name: "Cancel" }).click();
    await expect(running(page)).toHaveCount(0);
    await expect(backUp(page)).toBeFocused();
    await expect(rows(page, "Operations")).toHaveText([
      /Backup.*Cancelled; nothing of it is left/u,
    ]);
    await expect(page.getByText("There is none yet.")).toBeVisible();
  });

  await test.step("how fast it goes is said, and then what was made", async () => {
    await backUp(page).click();
    const pid = await hold(team, 0);
    await expect.poll(() => doneOf(page)).toBeGreaterThan(0);
    const before = await doneOf(page);
    signal(pid, "SIGCONT");
    await hold(team, before);
    await expect(running(page)).toContainText(/\d MiB\/s, \d+ \w+ left/u);
    await look(page, "running");
    signal(pid, "SIGCONT");
    await expect(page.getByRole("status").filter({ hasText: "It is made" })).toContainText(
      "60 alerts, 60 events",
    );
    await expect(running(page)).toHaveCount(0);
    await expect(rows(page, "Operations").first()).toContainText(/60 alerts.*took/u);
  });

  const [backup] = await listed(team);
  if (backup === undefined) throw new Error("There is none.");
  const row = rows(page, "Backups").first();

  await test.step("the file is what is downloaded, and goes when that is meant", async () => {
    await expect(row).toContainText(/60 alerts, 60 events · .* · checked/u);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      row.getByRole("link", { name: `Download ${backup.name}` }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(backup.name);
    const bytes = readFileSync(await download.path());
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(backup.sha256);
    const remove = row.getByRole("button", { name: `Delete ${backup.name}` });
    await remove.click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await expect(remove).toBeFocused();
    await remove.click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("There is none yet.")).toBeVisible();
    expect(await listed(team)).toEqual([]);
  });

  await test.step("why the last one failed stands there until one does not", async () => {
    rmSync(folderOf(team), { recursive: true });
    symlinkSync("/nowhere", folderOf(team));
    await backUp(page).click();
    const failure = page.getByRole("alert").filter({ hasText: "The last backup failed" });
    await expect(failure).toContainText("Backups cannot be written where they are to lie.");
    await expect(rows(page, "Operations").first()).toContainText("Backups cannot be written");
    await look(page, "failed");
    rmSync(folderOf(team));
    await backUp(page).click();
    await expect(rows(page, "Backups")).toHaveCount(1);
    await expect(failure).toHaveCount(0);
  });

  await test.step("what is configured is said, and nothing asks while nothing runs", async () => {
    await page.goto("about:blank");
    await team.app.stop();
    await team.app.start({
      BACKUP_SCHEDULE: `30 ${HOUR} * * *`,
      BACKUP_DIR: folderOf(team),
      BACKUP_KEEP: "14",
    });
    await page.clock.install();
    // As it opens, it looks once.
    const looks = ["operations", "backups"].map((name) =>
      page.waitForResponse((response) => response.url().endsWith(`/api/${name}`)),
    );
    await Promise.all([...looks, page.goto("/settings/backups")]);
    await expect(page.getByText(`which is 30 ${HOUR} * * *`)).toBeVisible();
    await expect(page.getByText("By BACKUP_DIR.")).toBeVisible();
    await expect(page.getByText("The newest 14; others go")).toBeVisible();
    await expect(backUp(page)).toBeEnabled();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.clock.runFor(120_000);
    await page.evaluate(() => fetch("/api/session"));
    expect(asked.filter((path) => /operations|backup/u.test(path))).toEqual([]);
    await look(page, "at rest");
  });
});

test.describe("while the server cannot be reached", () => {
  test.use({ expectedErrors: [/net::ERR_FAILED/u] });

  test("what could not be read is asked again, though nothing runs", async ({ page, team }) => {
    await enter(page, "Mira", "/settings/you");
    await page.route("**/api/operations", (route) => route.abort());
    await page.goto(`${team.app.url}/settings/backups`);
    const stale = page.getByText("This may be old; it is asked again.");
    await expect(stale).toBeVisible();
    await page.unroute("**/api/operations");
    await expect(stale).toHaveCount(0);
  });
});

test("what was done to all that match is taken back from the list of operations", async ({
  page,
  team,
}) => {
  const filter = { q: "Disk" };
  await team.ask("POST", "/api/alerts", [{ title: "Disk 1" }, { title: "Disk 2" }]);
  await team.ask("POST", "/api/alerts/bulk", { action: "resolve", filter, upTo: 1_000 });
  await enter(page, "Mira", "/settings/backups");
  const bulk = rows(page, "Operations").filter({ hasText: "2 done" });
  await expect(bulk).toContainText("Bulk action");
  await bulk.scrollIntoViewIfNeeded();
  await look(page, "undoable");
  await bulk.getByRole("button", { name: "Undo" }).click();
  const undo = rows(page, "Operations").first();
  await expect(undo).toContainText(/Undo of a bulk action.*2 done/u);
  await expect(undo.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await expect(bulk).toHaveCount(2);
  await expect(bulk.getByRole("button", { name: "Undo" })).toHaveCount(0);
  const answer = await team.ask("GET", "/api/alerts?status=firing&q=Disk");
  expect(await answer.json()).toMatchObject({ alerts: [{ title: "Disk 2" }, { title: "Disk 1" }] });
});

test("who is no admin sees nothing of it", async ({ page, team }) => {
  await team.add("Jon", "operator");
  await enter(page, "Jon", "/settings/backups");
  await expect(page.getByText("That is for admins.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Backups" })).toHaveCount(0);
});

/** In light and dark, wide and narrow: nothing is wrong, and nothing lies beyond the edge. */
async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const path = test.info().outputPath(`${name}-${colorScheme}-${width}.png`);
      await page.screenshot({ path });
      const { violations } = await axeOn(page).analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(beyond).toBeLessThanOrEqual(0);
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}
