import type { Locator, Page } from "@playwright/test";
import Database from "better-sqlite3";
import { axeOn } from "../support/axe.ts";
import { enter, expect, type Team, test } from "./team.ts";

const MINUTE = 60_000;
/** Minutes of numbers that are pushed, the last of which are far too low. */
const PUSHED = 704;
const LOW = 8;
/** Minutes of these that have yet to come: however long a start takes, the last one that is over has a number. */
const AHEAD = 4;

// What is refused is reported by the browser, whoever handles it.
test.use({ expectedErrors: [/status of 40[01349]/u] });

test("a monitor is made, tried, fed, and shows what it saw and opened", async ({ page, team }) => {
  await enter(page, "Mira", "/settings/you");
  await page.getByRole("link", { name: "Monitors" }).click();
  const row = page.getByRole("list", { name: "Monitors" }).getByRole("listitem");
  const form = page.getByRole("form");
  const chart = page.locator(".chart");

  await test.step("the empty page says what a monitor is good for", async () => {
    await expect(page.getByRole("heading", { name: "No number is watched yet" })).toBeVisible();
    await isSound(page, "the empty page");
  });

  await test.step("what is wrong is said at its field, and what it would have opened in the form", async () => {
    await page.getByRole("button", { name: "New monitor" }).click();
    await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
    await page.keyboard.type("Orders");
    await page.getByRole("button", { name: "Show what it would have opened" }).click();
    await expect(form).toContainText("it would have opened no alerts.");
    await expect(form.locator("[data-drawn=true]")).toBeVisible();
    await isSound(page, "the form");
    await page.getByRole("button", { name: "PromQL" }).click();
    await page.getByLabel("Server").fill("http://169.254.169.254/");
    await page.getByLabel("Expression").fill("up");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByLabel("Server")).toBeFocused();
    await expect(page.getByLabel("Server")).toHaveAccessibleDescription(/allows it by name/u);
    await page.getByRole("button", { name: "Pushed numbers" }).click();
    await page.getByLabel("Called").fill("orders_per_minute");
    await page.getByText("More: ").click();
    await page.getByLabel("Labels", { exact: true }).fill("team");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByLabel("Labels", { exact: true })).toBeFocused();
    await page.getByLabel("Labels", { exact: true }).fill("team=shop");
    await page.getByRole("button", { name: "1 min", exact: true }).click();
    await page.getByRole("button", { name: "None", exact: true }).click();
    await expect(form).toContainText("it has to see 4 hours before it opens anything");
    await expect(form).toContainText("False alarms are to be expected about once in 2 days.");
    await expect(form).toContainText("No such numbers have come yet");
  });

  await test.step("it is tried on numbers that are pasted, and says by its line what it cannot read", async () => {
    await form.getByText("Try it on other numbers").click();
    const numbers = form.getByLabel("Numbers", { exact: true });
    await numbers.fill("time,value\n2026-11-26 00:00,5 ms");
    await expect(numbers).toHaveAccessibleDescription(/Line 2: “5 ms” is no number/u);
    await numbers.fill("time,value\nsoon,5");
    await expect(form).toContainText("Line 2: is no time that can be read");
    await numbers.fill(valuesOf(400, 390, 393).join("\n"));
    await expect(form).toContainText("Over this day it would have opened 1 alert.");
    await isSound(page, "the form with pasted numbers");
    await page.getByRole("button", { name: "Save" }).click();
  });

  await test.step("its page says how numbers are pushed, and how far it has learnt", async () => {
    await expect(page).toHaveURL(/\/settings\/monitors\/\d+$/u);
    await expect(page.getByRole("heading", { name: "Orders", exact: true })).toBeVisible();
    await expect(row).toContainText("orders_per_minute");
    await expect(row).toContainText("Learning: 0 % of what it has to see first.");
    await expect(row.getByRole("progressbar", { name: "What Orders has learnt" })).toBeVisible();
    await expect(page.getByText(/curl .*\/api\/ingest\/metrics/u)).toBeVisible();
  });

  await push(team, ["orders_per_minute"]);
  const path = new URL(page.url()).pathname;
  await page.goto("about:blank");
  await passed(team);

  await test.step("once fed, it says what is unusual, and draws it", async () => {
    await page.goto(path);
    await expect(row).toContainText("Unusual now.");
    await expect(row.getByRole("img", { name: "Unusual now" })).toBeVisible();
    await expect(row.locator(".last")).toHaveText("5");
    await expect(chart).toContainText(/: 5, expected about \d+ · score \d+/u);
    await expect(page.getByRole("img", { name: /^Orders: between 5 and/u })).toBeVisible();
    await isDrawn(chart);
    const opened = page.getByRole("row", { name: /Unusually low: 5, expected about/u });
    await expect(opened).toContainText("still open");
    await page.getByRole("button", { name: "Show as table" }).click();
    const table = page.getByRole("region", { name: "Table of Orders" });
    await expect(table.getByRole("row").nth(1)).toContainText("open");
    await expect(table.getByRole("row").last()).not.toContainText("open");
    await page.getByRole("button", { name: "5 weeks" }).click();
    await isDrawn(chart);
    await isSound(page, "its page");
  });

  await test.step("dark, it is drawn anew in other colours", async () => {
    await expect.poll(() => hasAccent(chart)).toBe(true);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(() => hasAccent(chart)).toBe(true);
    await isSound(page, "its page, dark");
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(() => hasAccent(chart)).toBe(true);
  });

  await test.step("another sensitivity would have opened as many, and says so before it is saved", async () => {
    await page.getByRole("button", { name: "Edit Orders" }).click();
    await page.getByRole("button", { name: "Show what it would have opened" }).click();
    await expect(form).toContainText("Over the last day it would have opened 1 alert.");
    await expect(form.getByRole("list")).toContainText(/unusually low: 5, expected about/u);
    await form.getByText("More: ").click();
    await form.getByRole("button", { name: "Only high" }).click();
    await expect(form).toContainText("Over the last day it would have opened no alerts.");
    await form.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByRole("button", { name: "Edit Orders" })).toBeFocused();
  });

  await test.step("its alert shows the chart, on a phone, too", async () => {
    await row.getByRole("link", { name: "See the alert of Orders" }).click();
    const title = page.locator("#detail").getByRole("heading", { name: /unusually low: 5/u });
    await expect(title).toBeVisible();
    await isDrawn(chart);
    await isSound(page, "its alert");
    await page.setViewportSize({ width: 390, height: 844 });
    await isDrawn(chart);
    await page.getByRole("link", { name: "Monitor", exact: true }).click();
    await isDrawn(chart);
    await expect.poll(() => isTooWide(page)).toBe(false);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step("who only looks changes nothing", async () => {
    await team.add("Vera", "viewer");
    await page.context().clearCookies();
    await enter(page, "Vera", path);
    await isDrawn(chart);
    await expect(row.getByRole("button")).toHaveCount(0);
    await page.context().clearCookies();
    await enter(page, "Mira", path);
  });

  await test.step("paused, it opens nothing; resumed, it goes on; deleted, it is gone", async () => {
    const see = row.getByRole("link", { name: "See the alert of Orders" });
    const alert = (await see.getAttribute("href")) ?? "";
    await page.getByRole("button", { name: "Pause Orders" }).click();
    await expect(row).toContainText("Paused: it looks at nothing");
    const history = page.getByRole("region", { name: "History" });
    await page.goto(alert);
    await expect(history).toContainText("Note by monitor Orders: “It was paused”");
    await page.goto(path);
    await page.getByRole("button", { name: "Resume Orders" }).click();
    await expect(row).toContainText("Nothing unusual.");
    await page.getByRole("button", { name: "Delete Orders" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("its numbers go");
    await dialog.getByRole("button", { name: "Delete" }).click();
    await expect(page).toHaveURL(/\/settings\/monitors$/u);
    await expect(page.getByRole("heading", { name: "No number is watched yet" })).toBeVisible();
    await page.goto(alert);
    await expect(history).toContainText("Note by a removed monitor: “It was paused”");
  });

  await test.step("one alert stands for six that open at once, and leads to them", async () => {
    const names = Array.from({ length: 7 }, (_, index) => `shop_${index}`);
    for (const name of names) {
      const input = { type: "push", name };
      const made = await team.ask("POST", "/api/monitors", {
        name,
        input,
        bucket: 60,
        season: "none",
      });
      expect(made.status).toBe(201);
    }
    await push(team, names.slice(0, 6));
    await page.goto("about:blank");
    await passed(team);
    await page.goto("/");
    await page.getByRole("link", { name: "6 monitors opened at once" }).click();
    await page.locator("#detail").getByRole("link", { name: "6 monitors", exact: true }).click();
    await expect(page.getByText("6 of 7 monitors, those of one alert.")).toBeVisible();
    await expect(row).toHaveCount(6);
    await expect(page.getByRole("link", { name: /^See the alert of shop_/u })).toHaveCount(6);
    await isSound(page, "the monitors of one alert");
    await page.getByRole("link", { name: "Show all" }).click();
    await expect(row).toHaveCount(7);
  });
});

/** Pushes about 100 a minute, as a program does, and 5 in the last minutes. */
async function push(team: Team, names: readonly string[]): Promise<void> {
  const made = await team.ask("POST", "/api/keys", { name: names.join(), scopes: ["ingest"] });
  const { key } = (await made.json()) as { key: string };
  const end = Math.floor(Date.now() / MINUTE) * MINUTE;
  const values = valuesOf(PUSHED, PUSHED - LOW, PUSHED);
  const numbers = names.flatMap((name) =>
    values.map((value, index) => ({
      name,
      time: new Date(end + (AHEAD - PUSHED + index) * MINUTE).toISOString(),
      value,
    })),
  );
  const answer = await team.app.fetch("/api/ingest/metrics", {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(numbers),
  });
  expect(await answer.json()).toMatchObject({ accepted: numbers.length, rejected: [] });
}

/** About 100, but 5 from one of them to before another. */
function valuesOf(count: number, from: number, to: number): number[] {
  return Array.from({ length: count }, (_, index) =>
    from <= index && index < to ? 5 : 100 + 8 * Math.sin(index * index),
  );
}

/** As if the monitor had been made half an hour ago: it judges what has come since. */
async function passed(team: Team): Promise<void> {
  await team.app.stop();
  const database = new Database(team.app.database);
  database.prepare("update monitors set since = since - ?").run(30 * MINUTE);
  database.close();
  await team.app.start();
}

/** Whether all of the chart is there, its lines too. */
async function isDrawn(chart: Locator): Promise<void> {
  await expect(chart.locator("[data-drawn=true]")).toBeVisible();
  await expect.poll(() => hasAccent(chart)).toBe(true);
}

/** Whether values are drawn in the accent that the page has now. */
function hasAccent(chart: Locator): Promise<boolean> {
  return chart.evaluate((figure) => {
    const drawn = figure.querySelector("canvas");
    if (drawn === null) return false;
    const { width, height } = drawn;
    const copy = Object.assign(document.createElement("canvas"), { width, height: height + 1 });
    const ctx = copy.getContext("2d", { willReadFrequently: true });
    const sample = figure.querySelector(".chart-key .value");
    if (ctx === null || sample === null) return false;
    ctx.drawImage(drawn, 0, 0);
    // Beneath it, the accent as it should be.
    ctx.fillStyle = getComputedStyle(sample, "::before").borderTopColor;
    ctx.fillRect(0, height, 1, 1);
    const colours = new Uint32Array(ctx.getImageData(0, 0, width, height + 1).data.buffer);
    return colours.indexOf(colours[width * height] ?? 0) < width * height;
  });
}

async function isSound(page: Page, what: string): Promise<void> {
  const { violations } = await axeOn(page).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
    what,
  ).toEqual([]);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await isTooWide(page), what).toBe(false);
  if (size !== null) await page.setViewportSize(size);
}

/** Whether one has to scroll sideways. */
function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const body = document.querySelector(".settings-body");
    return body !== null && body.scrollWidth > body.clientWidth;
  });
}
