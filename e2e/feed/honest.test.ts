import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { SILENCE } from "../../src/protocol/frame.ts";
import { type App, someAlerts } from "../support/app.ts";
import { FaultProxy } from "../convergence/fault-proxy.ts";
import { Feed } from "../support/feed.ts";
import { expect, test as base } from "../support/fixtures.ts";
import { idsOf } from "../support/screen.ts";

/** Tests whose page reaches the app through a bad network. */
const test = base.extend<{ network: FaultProxy }>({
  network: async ({ app }, use) => {
    const network = await FaultProxy.start(() => Number(new URL(app.url).port));
    await use(network);
    await network.close();
  },
  baseURL: async ({ network }, use) => use(network.url),
  // A browser reports requests that fail, whoever handles them.
  expectedErrors: [/WebSocket connection|ERR_|Failed to load resource/u],
});

/** Opens the page with a clock that the test moves, and timers that obey it. */
async function openWithClock(page: Page): Promise<Feed> {
  await page.clock.install();
  return Feed.open(page);
}

for (const fault of ["stall", "forget"] as const) {
  test(`a page whose connection is silent (${fault}) stops saying live in time`, async ({
    app,
    page,
    network,
  }) => {
    await app.open(someAlerts(10));
    const feed = await openWithClock(page);
    network[fault]();
    const [id = 0] = await app.open([{ title: "Unheard" }]);
    await page.clock.runFor(SILENCE - 11_000);
    await expect(feed.connection).toHaveAttribute("data-connection", "live");
    await page.clock.runFor(12_000);
    await expect(feed.connection).toHaveAttribute("data-connection", /^(connecting|offline)$/u);

    network.heal();
    await page.clock.runFor(SILENCE);
    await feed.expectLive();
    await feed.expectNewest(id);
  });
}

test("waking from sleep, a page asks anew whether it is live", async ({ app, page, network }) => {
  await app.open(someAlerts(10));
  const feed = await openWithClock(page);
  network.stall();
  await page.clock.fastForward("08:00:00");
  await expect(feed.connection).toHaveAttribute("data-connection", /^(connecting|offline)$/u);
  const [id = 0] = await app.open([{ title: "In the morning" }]);
  network.heal();
  await page.clock.runFor(1000);
  await feed.expectLive();
  await feed.expectNewest(id);
});

test("a server that answers 503 is called until it takes sockets again", async ({ app, page }) => {
  const [id = 0] = await app.open(someAlerts(10));
  let calls = 0;
  const busy = createServer((_, response) => response.writeHead(503).end());
  busy.on("upgrade", (_, socket) => {
    calls += 1;
    socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n");
  });
  busy.listen(0, "127.0.0.1");
  await once(busy, "listening");
  let target = Number(new URL(app.url).port);
  const network = await FaultProxy.start(() => target);
  await page.clock.install();
  const feed = await Feed.open(page, network.url);

  target = (busy.address() as AddressInfo).port;
  network.drop();
  await expect
    .poll(async () => {
      await page.clock.runFor(20_000);
      return calls;
    })
    .toBeGreaterThan(4);
  await expect(feed.connection).toHaveAttribute("data-connection", "offline");

  await app.act(id, "acknowledge");
  target = Number(new URL(app.url).port);
  await page.clock.runFor(20_000);
  await feed.expectLive();
  await expect(feed.row(id)).toHaveAttribute("data-status", "acknowledged");
  await network.close();
  busy.close();
});

test("two pages tell the same of an alert on which both act", async ({ app, page, context }) => {
  const ids = await app.open(someAlerts(20));
  const id = ids[10] ?? 0;
  const [here, there] = [await Feed.open(page), await Feed.open(await context.newPage())];
  await here.row(id).focus();
  await here.page.keyboard.press("a");
  await expect(there.row(id)).toHaveAttribute("data-status", "acknowledged");
  await there.row(id).focus();
  await Promise.all([here.page.keyboard.press("r"), there.page.keyboard.press("u")]);
  const now = () => statusOf(app, id);
  for (const { page: tab } of [here, there]) {
    const row = new Feed(tab).row(id);
    await expect(async () => {
      await expect(row).toHaveAttribute("data-status", await now(), { timeout: 500 });
    }).toPass();
    expect(await idsOf(tab)).toEqual(await app.allIds());
  }
});

async function statusOf(app: App, id: number): Promise<string> {
  const page = await app.page("limit=200");
  return page.alerts.find((alert) => alert.id === id)?.status ?? "gone";
}
