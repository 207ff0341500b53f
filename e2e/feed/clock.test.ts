import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { type App, someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";

const HOUR = 3_600_000;

const ages = (page: Page) => page.locator("[data-alert-id] time");

test.describe("behind a proxy that caches", () => {
  // It passes no sockets on.
  test.use({ expectedErrors: [/WebSocket connection/u] });

  test("a page that comes back from a cache asks the server for the time", async ({
    app,
    page,
  }) => {
    await app.open(someAlerts(3));
    const proxy = await startCachingProxy(app);
    await page.goto(proxy.url);
    await expect(ages(page).first()).toHaveText("2 h");
    await page.goto("about:blank");
    await page.goBack();
    await expect(ages(page).first()).toHaveText("now");
    proxy.close();
  });
});

test("a clock of the reader's that is set back, or ahead, changes nothing", async ({
  app,
  page,
}) => {
  await app.open(someAlerts(40));
  await page.clock.install();
  const feed = await Feed.open(page);
  await feed.pointAt();
  for (const hours of [-1, 5]) {
    await page.clock.setSystemTime(Date.now() + hours * HOUR);
    await page.clock.runFor(12_000);
    await expect(ages(page).first()).toHaveText("now");
  }
  await feed.letGo();
  await page.clock.runFor(12_000);
  const [id = 0] = await app.open([{ title: "News" }]);
  await feed.expectNewest(id);
});

/**
 * Lets its visitors keep pages, and sends them with a time that is two hours ahead: that is what they
 * show where they do not ask.
 */
async function startCachingProxy(app: App): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => void send(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };

  async function send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await app.fetch(request.url ?? "/");
    for (const name of ["content-type", "content-security-policy"]) {
      response.setHeader(name, answer.headers.get(name) ?? "");
    }
    if (request.url !== "/") return void response.end(Buffer.from(await answer.arrayBuffer()));
    response.setHeader("cache-control", "max-age=600");
    const later = new Date(Date.now() + 2 * HOUR).toISOString();
    response.end((await answer.text()).replaceAll(/now:"[^"]+"/gu, `now:"${later}"`));
  }
}
