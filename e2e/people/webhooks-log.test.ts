import type { Page, Route } from "@playwright/test";
import { enter, signIn } from "./team.ts";
import { attemptsOf, expect, makeWebhook, test } from "./receiver.ts";

test("what failed says why and when next, and is sent again by hand", async ({
  page,
  team,
  receiver,
}) => {
  receiver.answer = 500;
  await enter(page, "Mira", await makeWebhook(team, { name: "Tickets", url: receiver.url }));
  await expect(page.getByText("Nothing was sent yet")).toBeVisible();
  await team.open([{ title: "Disk is full" }]);
  // The one that is sent by itself comes after five seconds.
  const failed = attemptsOf(page).filter({ hasText: "attempt 2" });
  await expect(failed).toContainText(/Failed: 500 in \d+ ms · The answer says/u);
  await expect(failed).toContainText("Next within a minute.");
  const row = page.getByRole("list", { name: "Webhooks" }).getByRole("listitem");
  await expect(row.getByRole("img", { name: "Failing now" })).toBeVisible();
  await expect(row).toContainText("1 event waits");

  receiver.answer = 200;
  await failed.getByRole("button", { name: /^Send again/u }).click();
  await expect(page.getByText("1 event will be sent again now.")).toBeVisible();
  const delivered = attemptsOf(page).filter({ hasText: "Delivered: 200" });
  await expect(delivered).toContainText("attempt 3");
  await expect(row.getByRole("img", { name: "Active" })).toBeVisible();
  await expect(row).not.toContainText("waits");
});

test("what failed in the last day is sent again at once", async ({ page, team, receiver }) => {
  receiver.answer = 500;
  await enter(page, "Mira", await makeWebhook(team, { name: "Tickets", url: receiver.url }));
  await team.open([{ title: "One" }, { title: "Two" }]);
  await expect(attemptsOf(page).filter({ hasText: "attempt 2" })).toHaveCount(2);
  receiver.answer = 200;
  await page.getByLabel("What failed in").selectOption("the last hour");
  await page.getByRole("button", { name: "Send all again" }).click();
  await expect(page.getByText("2 events will be sent again now.")).toBeVisible();
  await expect(attemptsOf(page).filter({ hasText: "Delivered: 200" })).toHaveCount(2);
});

test("the log moves nothing that one reads, says when it is late, and rests unseen", async ({
  page,
  team,
  receiver,
}) => {
  await page.setViewportSize({ width: 800, height: 500 });
  const path = await makeWebhook(team, { name: "Tickets", url: receiver.url });
  await team.open(Array.from({ length: 30 }, (_, at) => ({ title: `Alert ${at}` })));
  await enter(page, "Mira", path);
  await expect(attemptsOf(page)).toHaveCount(30);
  const read = attemptsOf(page).nth(20);
  await read.scrollIntoViewIfNeeded();
  const before = await read.boundingBox();
  await team.ask("POST", "/api/alerts", { title: "Another", source: "cron" });
  const fresh = page.getByRole("button", { name: "1 new" });
  await expect(fresh).toBeVisible();
  expect(await attemptsOf(page).count()).toBe(30);
  expect(await read.boundingBox()).toEqual(before);
  await fresh.click();
  await expect(attemptsOf(page)).toHaveCount(31);
  await expect(attemptsOf(page).first()).toBeFocused();
  await expect(attemptsOf(page).first()).toBeInViewport();

  await page.route("**/attempts?*", (route) => route.abort());
  const late = page.getByText("The server does not answer. It is asked again.");
  await expect(late).toBeVisible();
  await expect(attemptsOf(page)).toHaveCount(31);
  await page.unroute("**/attempts?*");
  await expect(late).toHaveCount(0);

  let asked = 0;
  page.on("request", (request) => (asked += request.url().includes("/attempts") ? 1 : 0));
  await page.waitForRequest((request) => request.url().includes("/attempts"));
  await see(page, "hidden");
  const asLeft = asked;
  // As long as two looks would take.
  await page.waitForFunction((until) => performance.now() > until, await twoLooksFromNow(page));
  expect(asked).toBe(asLeft);
  await see(page, "visible");
  await expect.poll(() => asked).toBeGreaterThan(asLeft);
});

/** As if the page were in front, or behind another. */
function see(page: Page, state: DocumentVisibilityState): Promise<void> {
  return page.evaluate((now) => {
    Object.defineProperty(document, "visibilityState", { value: now, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}

function twoLooksFromNow(page: Page): Promise<number> {
  return page.evaluate(() => performance.now() + 5000);
}

test("older attempts are read on request, and stay when new ones come", async ({
  page,
  team,
  receiver,
}) => {
  const path = await makeWebhook(team, { name: "Tickets", url: receiver.url });
  await team.open(Array.from({ length: 60 }, (_, at) => ({ title: `Alert ${at}` })));
  await expect.poll(() => receiver.got.length).toBe(60);
  // An attempt is in the log once its answer was written down; one that came later would be shown beside the fifty.
  await expect
    .poll(async () => (await (await team.ask("GET", "/api/webhooks")).json()) as unknown)
    .toMatchObject({ webhooks: [{ pending: 0 }] });
  await enter(page, "Mira", path);
  await expect(attemptsOf(page)).toHaveCount(50);
  await page.getByRole("button", { name: "Older" }).click();
  await expect(attemptsOf(page)).toHaveCount(60);
  await expect(page.getByRole("button", { name: "Older" })).toHaveCount(0);
  await page.getByRole("heading", { name: "Tickets" }).scrollIntoViewIfNeeded();
  await team.ask("POST", "/api/alerts", { title: "Another", source: "cron" });
  await expect(attemptsOf(page)).toHaveCount(61);
});

test("what a receiver answers is text, and nothing moves while somebody reads it", async ({
  page,
  team,
  receiver,
}) => {
  const path = await makeWebhook(team, { name: "Tickets", url: receiver.url });
  await team.open([{ title: "Disk is full" }]);
  await expect.poll(() => receiver.got.length).toBe(1);
  // The answers of this machine are shown to nobody: this one came from elsewhere.
  const answered = "<img src=x onerror=alert(1)>\u202E\n{{alert.title}}";
  await page.route("**/attempts?*", async (route) => {
    const response = await route.fetch();
    const { attempts, older } = (await response.json()) as { attempts: object[]; older: unknown };
    const shown = attempts.map((attempt) => ({ ...attempt, excerpt: answered }));
    await route.fulfill({ response, json: { attempts: shown, older } });
  });
  await enter(page, "Mira", path);
  await attemptsOf(page).first().getByText("What it answered").click();
  const answer = page.getByRole("region", { name: "What it answered" });
  await expect(answer).toBeVisible();
  expect(await answer.evaluate((element) => element.innerHTML)).toContain("&lt;img");
  expect(await answer.textContent()).toBe(answered);
  await team.ask("POST", "/api/alerts", { title: "Another", source: "cron" });
  await expect(page.getByRole("button", { name: "1 new" })).toBeVisible();
  await expect(attemptsOf(page)).toHaveCount(1);
  await attemptsOf(page).first().getByText("What it answered").click();
  await expect(attemptsOf(page)).toHaveCount(2);
});

test("who is signed out asks for nothing, and sees what came meanwhile once they are back", async ({
  page,
  team,
  receiver,
}) => {
  await enter(page, "Mira", await makeWebhook(team, { name: "Tickets", url: receiver.url }));
  await expect(page.getByText("Nothing was sent yet")).toBeVisible();
  await team.signOut("Mira");
  await expect(page.getByRole("dialog", { name: "You are signed out" })).toBeVisible();
  let asked = 0;
  page.on("request", (request) => (asked += request.url().includes("/webhooks") ? 1 : 0));
  await page.waitForFunction((until) => performance.now() > until, await twoLooksFromNow(page));
  expect(asked).toBe(0);
  await team.open([{ title: "Disk is full" }]);
  await signIn(page, "Mira");
  await expect(attemptsOf(page)).toHaveCount(1);
  await expect(page.getByText("New ones appear by themselves.")).toBeVisible();
});

test("an answer from before a change does not undo it", async ({ page, team, receiver }) => {
  await makeWebhook(team, { name: "Tickets", url: receiver.url });
  await enter(page, "Mira", "/settings/webhooks");
  const pause = page.getByRole("button", { name: "Pause Tickets" });
  await expect(pause).toBeVisible();
  const read = Promise.withResolvers<void>();
  const changed = Promise.withResolvers<void>();
  const late = async (route: Route) => {
    const response = await route.fetch();
    read.resolve();
    await changed.promise;
    await route.fulfill({ response });
  };
  await page.route("**/api/webhooks", late, { times: 1 });
  await read.promise;
  await pause.click();
  await expect(page.getByRole("button", { name: "Resume Tickets" })).toBeVisible();
  await page.evaluate(() => {
    const look = () => {
      if (document.querySelector('[aria-label="Pause Tickets"]') !== null)
        document.body.dataset["undone"] = "";
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
  });
  const answered = () =>
    page.waitForResponse((response) => response.url().endsWith("/api/webhooks"));
  const old = answered();
  changed.resolve();
  await old;
  await answered();
  await expect(page.locator("body")).not.toHaveAttribute("data-undone");
});
