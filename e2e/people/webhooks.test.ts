import type { Page } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { axeOn } from "../support/axe.ts";
import { attemptsOf, expect, makeWebhook, type Receiver, test } from "./receiver.ts";
import { enter } from "./team.ts";

for (const size of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]) {
  test.describe(`at ${size.width} px`, () => {
    test.use({ viewport: size });

    test("a newcomer makes a webhook, tries it, and sees what it is sent", async ({
      page,
      team,
      receiver,
    }) => {
      await enter(page, "Mira", "/settings/you");
      await page.getByRole("link", { name: "Webhooks" }).click();
      await expect(page.getByText("Nobody is told anything yet")).toBeVisible();
      await page.getByRole("button", { name: "New webhook" }).click();
      await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
      await page.keyboard.type("Tickets");
      await page.getByRole("radio", { name: "Slack" }).check();
      await expect(page.getByText("Incoming Webhooks")).toBeVisible();
      await page.getByRole("radio", { name: "Standard Webhooks" }).check();
      await page.getByLabel("Address", { exact: true }).fill(receiver.url);
      await expect(page.getByText("Matches more than 50 alerts in the feed now.")).toBeVisible();
      await page.getByRole("checkbox", { name: "Critical" }).check();
      await expect(page.getByText("Matches 15 alerts in the feed now.")).toBeVisible();
      await page.getByRole("button", { name: "Save and send a test" }).click();
      await expect(page.getByText(/Delivered: 200 in \d+ ms/u)).toBeVisible();
      expect(receiver.types).toEqual(["tocsin.test"]);

      const secret = page.locator(".secret-text code");
      await expect(secret).toHaveText(/^whsec_/u);
      const [tried] = receiver.got;
      expect(tried?.path).toBe("/hook?token=hidden");
      const headers = Object.fromEntries(
        ["id", "timestamp", "signature"].map((name) => [
          `webhook-${name}`,
          String(tried?.headers[`webhook-${name}`]),
        ]),
      );
      const verifier = new Webhook((await secret.textContent()) ?? "");
      expect(verifier.verify(tried?.body ?? "", headers)).toMatchObject({ type: "tocsin.test" });
      await page.getByRole("button", { name: "Save", exact: true }).click();
      const card = page.getByRole("group", { name: "The webhook “Tickets” is made" });
      await expect(card).toBeFocused();
      await expect(card).toContainText("whsec_");
      await card.getByRole("button", { name: "I have it" }).click();
      await expect(page.getByText("whsec_")).toHaveCount(0);

      const row = page.getByRole("list", { name: "Webhooks" }).getByRole("listitem");
      await expect(row).toHaveCount(1);
      await expect(row).toContainText(receiver.authority);
      await expect(row).not.toContainText("hidden");
      await expect(row.getByRole("img", { name: "Active" })).toBeVisible();
      await row.getByRole("link", { name: "Log of Tickets" }).click();
      await expect(attemptsOf(page)).toHaveCount(1);
      await team.open([
        { title: "Disk is full", severity: "critical" },
        { title: "Nobody minds", severity: "info" },
      ]);
      await expect(attemptsOf(page).first()).toContainText(/Opened.*Delivered: 200/u);
      await expect(attemptsOf(page)).toHaveCount(2);
      expect(receiver.types).toEqual(["tocsin.test", "alert.opened"]);
      await expect(page.locator("body")).not.toContainText("whsec_");
      expect(await isTooWide(page)).toBe(false);
      await attemptsOf(page).first().getByRole("link").click();
      await expect(page.getByRole("heading", { name: "Disk is full", exact: true })).toBeVisible();
    });
  });
}

test("one that is gone is paused, says why, and goes on where it stood", async ({
  page,
  team,
  receiver,
}) => {
  receiver.answer = 410;
  await makeWebhook(team, { name: "Tickets", url: receiver.url });
  await enter(page, "Mira", "/settings/webhooks");
  const row = page.getByRole("list", { name: "Webhooks" }).getByRole("listitem");
  await expect(row.getByRole("button", { name: "Pause Tickets" })).toBeVisible();
  await team.open([{ title: "Disk is full" }]);
  await expect(row).toContainText("Paused: it answered 410, its receiver is gone.");
  await expect(row.getByRole("img", { name: "Paused" })).toBeVisible();
  const resume = row.getByRole("button", { name: "Resume Tickets" });
  await resume.click();
  const dialog = page.getByRole("dialog", { name: "Resume Tickets" });
  await expect(dialog).toContainText("1 event waits already");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(resume).toBeFocused();

  receiver.answer = 200;
  await resume.click();
  await dialog.getByRole("radio", { name: "From where it stood" }).check();
  await dialog.getByRole("button", { name: "Resume" }).click();
  await expect(row.getByRole("img", { name: "Active" })).toBeVisible();
  await expect(row).toContainText("Taken just now");
  await expect.poll(() => receiver.types).toEqual(["alert.opened", "alert.opened"]);
});

test("from now, what waits is left out; from a time, it is sent after all", async ({
  page,
  team,
  receiver,
}) => {
  await makeWebhook(team, { name: "Tickets", url: receiver.url });
  await enter(page, "Mira", "/settings/webhooks");
  const row = page.getByRole("list", { name: "Webhooks" }).getByRole("listitem");
  const resume = async (choose: (dialog: ReturnType<Page["getByRole"]>) => Promise<void>) => {
    await row.getByRole("button", { name: "Pause Tickets" }).click();
    await expect(row).toContainText("Paused: somebody paused it.");
    await team.ask("POST", "/api/alerts", { title: "Meanwhile", source: "cron" });
    await row.getByRole("button", { name: "Resume Tickets" }).click();
    const dialog = page.getByRole("dialog", { name: "Resume Tickets" });
    await choose(dialog);
    await dialog.getByRole("button", { name: "Resume" }).click();
    await expect(row.getByRole("button", { name: "Pause Tickets" })).toBeVisible();
  };
  await resume((dialog) => dialog.getByRole("radio", { name: "From now" }).check());
  await team.ask("POST", "/api/alerts", { title: "Afterwards", source: "cron" });
  await expect.poll(() => titlesAt(receiver)).toEqual(["Afterwards"]);
  await resume(async (dialog) => {
    await dialog.getByRole("radio", { name: "From a time" }).check();
    await dialog.getByRole("button", { name: "Resume" }).click();
    // It asks for one.
    await expect(dialog).toBeVisible();
    await dialog.getByLabel("Since, in your time zone").fill("2020-01-01T00:00");
  });
  await expect.poll(() => new Set(titlesAt(receiver))).toContain("Meanwhile");
});

test("a time to go on from is read by the zone that was chosen", async ({
  page,
  team,
  receiver,
}) => {
  const path = await makeWebhook(team, { name: "Tickets", url: receiver.url });
  await team.ask("POST", `${path.replace("/settings", "/api")}/pause`);
  await enter(page, "Mira", "/settings/preferences");
  const kept = page.waitForResponse((response) => response.url().endsWith("/api/preferences"));
  await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await kept;
  await page.getByRole("link", { name: "Webhooks" }).click();
  await page.getByRole("button", { name: "Resume Tickets" }).click();
  const dialog = page.getByRole("dialog", { name: "Resume Tickets" });
  await dialog.getByRole("radio", { name: "From a time" }).check();
  await dialog.getByLabel("Since, in your time zone").fill("2020-01-01T00:00");
  const asked = page.waitForRequest((request) => request.url().endsWith("/resume"));
  await dialog.getByRole("button", { name: "Resume" }).click();
  expect((await asked).postDataJSON()).toEqual({ from: "2019-12-31T15:00:00.000Z" });
});

function titlesAt({ got }: Receiver): string[] {
  return got.map(
    ({ body }) => (JSON.parse(body) as { data: { alert: { title: string } } }).data.alert.title,
  );
}

test("a change keeps the address and the headers that nobody is shown", async ({
  page,
  team,
  receiver,
}) => {
  await makeWebhook(team, { name: "Tickets", url: receiver.url, headers: { "x-team": "ops" } });
  await enter(page, "Mira", "/settings/webhooks");
  await page.getByRole("button", { name: "Edit Tickets" }).click();
  const form = page.getByRole("form", { name: "Edit “Tickets”" });
  await expect(form.getByLabel("Address", { exact: true })).toHaveValue("");
  await expect(form).toContainText(`Leave it empty to keep the address at ${receiver.authority}`);
  await expect(form).toContainText("Kept: x-team. Their values are not shown.");
  await form.getByLabel("Name", { exact: true }).fill("Help desk");
  // What is read meanwhile takes nothing away of what is typed.
  for (let looks = 0; looks < 2; looks += 1)
    await page.waitForResponse((response) => response.url().endsWith("/api/webhooks"));
  await expect(form.getByLabel("Name", { exact: true })).toHaveValue("Help desk");
  await form.getByRole("checkbox", { name: "Repeated" }).uncheck();
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await expect(form).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Edit Help desk" })).toBeFocused();
  const row = page.getByRole("list", { name: "Webhooks" }).getByRole("listitem");
  await expect(row).toContainText("Help desk");
  await expect(row).toContainText("all but repeated");
  await row.getByRole("button", { name: "Send a test to Help desk" }).click();
  await expect(row).toContainText("Delivered: 200");
  expect(receiver.got[0]).toMatchObject({
    path: "/hook?token=hidden",
    headers: { "x-team": "ops" },
  });

  await row.getByRole("button", { name: "Edit Help desk" }).click();
  await page.getByRole("button", { name: "Replace them all" }).click();
  await page.getByLabel("Value of the header").fill("support");
  await page.getByRole("button", { name: "Add a header" }).click();
  await expect(page.getByLabel("Name of the header").last()).toBeFocused();
  await page.getByRole("button", { name: "Save and send a test" }).click();
  await expect(page.getByRole("form")).toContainText("Delivered: 200");
  expect(receiver.got[1]?.headers["x-team"]).toBe("support");
});

test("what is wrong is said at its field, has the focus, and nothing typed is lost", async ({
  page,
  receiver,
}) => {
  await enter(page, "Mira", "/settings/webhooks");
  await page.getByRole("button", { name: "New webhook" }).click();
  const name = page.getByLabel("Name", { exact: true });
  const address = page.getByLabel("Address", { exact: true });
  const save = page.getByRole("button", { name: "Save", exact: true });
  await name.fill("Metadata");
  await address.fill("http://169.254.169.254/");
  await page.getByLabel("Words, or labels as name=value").fill("env=prod");
  await save.click();
  await expect(address).toBeFocused();
  await expect(address).toHaveAttribute("aria-invalid", "true");
  await expect(address).toHaveAccessibleDescription(/not one that may be called/u);
  await expect(name).toHaveValue("Metadata");
  await expect(page.locator(".filter-search [data-token] bdi")).toHaveText("env=prod");

  await page.getByRole("radio", { name: "ntfy" }).check();
  await address.fill(`http://${receiver.authority}/`);
  await save.click();
  await expect(address).toHaveAccessibleDescription(/Must end with the topic/u);

  await page.getByRole("radio", { name: "Template" }).check();
  const template = page.getByRole("textbox", { name: "Template" });
  await template.fill('{"title": "{{alert.titel}}"}');
  await save.click();
  await expect(template).toBeFocused();
  await expect(template).toHaveAccessibleDescription(/nothing is known: \{\{alert\.titel\}\}/u);
  await expect(address).toHaveAttribute("aria-invalid", "false");

  await template.fill('{"title": "{{alert.title}}"}');
  await page.getByRole("button", { name: "Add a header" }).click();
  await page.getByLabel("Name of the header").fill("Host");
  await page.getByLabel("Value of the header").fill("else");
  await save.click();
  const header = page.getByLabel("Name of the header");
  await expect(header).toBeFocused();
  await expect(header).toHaveAccessibleDescription(/Host is a header that cannot be set/u);
  await page.getByRole("button", { name: "Remove header 1" }).click();
  await save.click();
  await expect(page.getByRole("group", { name: "The webhook “Metadata” is made" })).toBeVisible();
});

test("a new secret is shown once; one that is deleted is gone", async ({
  page,
  team,
  receiver,
}) => {
  const path = await makeWebhook(team, { name: "Tickets", url: receiver.url });
  await enter(page, "Mira", path);
  await page.getByRole("button", { name: "New secret for Tickets" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("For 24 hours the old one signs, too");
  await dialog.getByRole("button", { name: "New secret" }).click();
  const secret = page.getByRole("group", { name: "The new secret" });
  await expect(secret.locator("code")).toHaveText(/^whsec_/u);
  await secret.getByRole("button", { name: "I have it" }).click();
  await expect(secret).toHaveCount(0);

  await page.getByRole("button", { name: "Delete Tickets" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/settings\/webhooks$/u);
  await expect(page.getByText("Nobody is told anything yet")).toBeVisible();
  await page.goto(path);
  await expect(page.getByText("There is no such webhook any more.")).toBeVisible();
});

test("an operator sees what is sent and changes nothing; a viewer sees none of it", async ({
  page,
  team,
  receiver,
}) => {
  await team.add("Olga", "operator");
  await team.add("Vera", "viewer");
  await makeWebhook(team, { name: "Tickets", url: receiver.url });
  await team.open([{ title: "Disk is full" }]);
  await enter(page, "Olga", "/settings/webhooks");
  const settings = page.getByRole("navigation", { name: "Settings" });
  await expect(settings).toContainText("Webhooks");
  await expect(settings).not.toContainText("People");
  const main = page.getByRole("main");
  await expect(main).toContainText("Only admins change them.");
  await main.getByRole("link", { name: "Log of Tickets" }).click();
  await expect(attemptsOf(page)).toContainText("Delivered: 200");
  await expect(main.getByRole("button")).toHaveCount(0);

  await page.context().clearCookies();
  await enter(page, "Vera", "/settings/webhooks");
  await expect(page.getByText("That is for operators and admins.")).toBeVisible();
  await expect(settings).not.toContainText("Webhooks");
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("webhooks have no accessibility problem and fit a small phone", async ({
      page,
      team,
      receiver,
    }) => {
      const sound = async (what: string) => {
        const { violations } = await axeOn(page).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
          what,
        ).toEqual([]);
        const size = page.viewportSize();
        await page.setViewportSize({ width: 320, height: 640 });
        expect(await isTooWide(page), what).toBe(false);
        if (size !== null) await page.setViewportSize(size);
      };
      receiver.answer = 500;
      const path = await makeWebhook(team, { name: "\u05D0 Tickets", url: receiver.url });
      await makeWebhook(team, { name: "Off", url: receiver.url, enabled: false });
      const headers = { authorization: "Bearer x" };
      const paused = await makeWebhook(team, { name: "W".repeat(90), url: receiver.url, headers });
      await team.ask("POST", `${paused.replace("/settings", "/api")}/pause`);
      await team.open([{ title: "Disk is full" }]);
      await enter(page, "Mira", "/settings/webhooks");
      await expect(page.getByRole("img", { name: "Failing now" })).toBeVisible();
      await sound("the list");
      await page.getByRole("button", { name: "New webhook" }).click();
      await page.getByRole("radio", { name: "Template" }).check();
      await page.getByText("All places").click();
      await page.getByRole("button", { name: "Add a header" }).click();
      await sound("the form");
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("button", { name: /Resume W/u }).click();
      await page.getByRole("radio", { name: "From a time" }).check();
      await sound("the dialog");
      await page.goto(path);
      await expect(attemptsOf(page).first()).toBeVisible();
      await sound("the log");
    });
  });
}

/** Whether one has to scroll sideways. */
function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const body = document.querySelector(".settings-body");
    return body !== null && body.scrollWidth > body.clientWidth;
  });
}
