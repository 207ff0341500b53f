import type { Page } from "@playwright/test";
import { axeOn } from "../support/axe.ts";
import { expect, test } from "./receiver.ts";
import { enter } from "./team.ts";

const LABELS = [
  { zone: "prod", service: "checkout" },
  { zone: "prod", service: "search" },
  { zone: "dev", service: "search" },
];

const tokensOn = (page: Page) => page.locator(".filter-search [data-token] bdi");
const fieldOn = (page: Page) => page.getByRole("combobox", { name: /^Words, or labels/u });
const optionsOn = (page: Page) => page.getByRole("listbox").getByRole("option");

async function expectClean(page: Page): Promise<void> {
  const { violations } = await axeOn(page).analyze();
  expect(violations).toEqual([]);
}

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]) {
  test.describe(`at ${viewport.width} px, by the keys alone`, () => {
    test.use({ viewport });

    // Oracle: the labels as they were posted, counted by hand.
    test("what a webhook is told of is typed and suggested as in the feed", async ({
      page,
      team,
      receiver,
    }) => {
      await team.open(LABELS.map((labels) => ({ title: "Slow", labels })));
      await enter(page, "Mira", "/settings/webhooks");
      await page.getByRole("button", { name: "New webhook" }).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.type("Search");
      await page.getByLabel("Address", { exact: true }).fill(receiver.url);
      const field = fieldOn(page);
      await field.focus();
      await page.keyboard.type("service=");
      await expect(optionsOn(page)).toHaveText(["service=search2 open", "service=checkout1 open"]);
      await expectClean(page);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await expect(tokensOn(page)).toHaveText(["service=search"]);
      await expect(field).toHaveValue("");
      await expect(field).toBeFocused();
      await expect(page.getByText("Matches 2 alerts in the feed now.")).toBeVisible();

      // Counted in what is asked for already.
      await page.keyboard.type("zone=");
      await expect(optionsOn(page)).toHaveText(["zone=dev1 open", "zone=prod1 open"]);
      await page.keyboard.type("prod severity=critical ");
      await expect(tokensOn(page)).toHaveText(["severity=critical", "service=search", "zone=prod"]);
      await expect(page.getByRole("checkbox", { name: "Critical" })).toBeChecked();
      await page.keyboard.press("Backspace");
      await expect(tokensOn(page)).toHaveText(["severity=critical", "service=search"]);
      await page.keyboard.press("Shift+Tab");
      await expect(page.getByRole("button", { name: /^service=search/u })).toBeFocused();
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Enter");
      await expect(tokensOn(page)).toHaveText(["service=search"]);
      await expect(field).toBeFocused();
      await expect(page.getByRole("checkbox", { name: "Critical" })).not.toBeChecked();
      await expectClean(page);

      // What cannot be asked for is said there, and is not saved.
      await page.keyboard.type("status=gone");
      await page.keyboard.press("Enter");
      await expect(field).toHaveValue("status=gone");
      expect(await field.evaluate((input: HTMLInputElement) => input.validationMessage)).toBe(
        "status is firing, acknowledged or resolved.",
      );
      await field.fill("disk");
      await page.keyboard.press("Enter");
      await expect(tokensOn(page)).toHaveText(["service=search", "disk"]);
      await page.keyboard.press("Enter");
      await expect(page.getByRole("group", { name: "The webhook “Search” is made" })).toBeVisible();
      const kept: unknown = await (await team.ask("GET", "/api/webhooks")).json();
      expect(kept).toMatchObject({
        webhooks: [{ filter: { label: ["service=search"], q: "disk" } }],
      });
    });

    test("so is what a monitor counts", async ({ page, team }) => {
      await team.open(LABELS.map((labels) => ({ title: "Slow", labels })));
      await enter(page, "Mira", "/settings/monitors");
      await page.getByRole("button", { name: "New monitor" }).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.type("Search");
      await fieldOn(page).focus();
      await page.keyboard.type("zone=pr");
      await expect(optionsOn(page).first()).toHaveText("zone=prod2 open");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await expect(tokensOn(page)).toHaveText(["zone=prod"]);
      await expect(page.getByText("Matches 2 alerts in the feed now.")).toBeVisible();
      await expectClean(page);

      // What the server would refuse to count is not suggested; typed, it is said there and stands as no token.
      const field = fieldOn(page);
      await field.fill("s");
      await expect(optionsOn(page)).toContainText(["severity=", "service="]);
      await expect(optionsOn(page).filter({ hasText: "status" })).toHaveCount(0);
      await field.fill("status=firing ");
      await page.keyboard.press("Enter");
      await expect(field).toHaveValue("status=firing ");
      expect(await field.evaluate((input: HTMLInputElement) => input.validationMessage)).toBe(
        "status cannot be asked for here: what comes later of an alert is not counted.",
      );
      await expect(tokensOn(page)).toHaveText(["zone=prod"]);
    });
  });
}
