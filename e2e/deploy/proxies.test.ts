import { App, someAlerts } from "../support/app.ts";
import { Feed } from "../support/feed.ts";
import { expect, test as base } from "../support/fixtures.ts";
import { freePort } from "../support/free-port.ts";
import { PROXIES, RealProxy, whyNot } from "../support/real-proxy.ts";

// Behind the proxies that people have, with the very files of deploy/proxy, below a path.

const BASE = "/tocsin";

const test = base.extend({
  // Its app has an address that the proxy must know first.
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what is wanted here
  baseURL: async ({}, use) => use(undefined),
});
test.use({ ignoreHTTPSErrors: true, expectedErrors: [/./u] });

for (const name of PROXIES) {
  test(`behind ${name} the page is live, through silence and when either is started anew`, async ({
    page,
  }) => {
    const reason = whyNot(name);
    test.skip(reason !== null, reason ?? "");
    const port = await freePort();
    const origin = `https://localhost:${port}`;
    const app = await App.start(undefined, {
      PUBLIC_ORIGIN: origin + BASE,
      TRUSTED_PROXIES: "127.0.0.1",
      ANONYMOUS: "operator",
    });
    const proxy = await RealProxy.start(name, port, app.url);
    let sockets = 0;
    let heard = 0;
    page.on("websocket", (socket) => {
      sockets += 1;
      socket.on("framereceived", () => (heard += 1));
    });
    /** Posts alerts from the page, and so through the proxy. */
    const post = (alerts: object[]) =>
      page.evaluate(
        ([path = "", body = ""]) =>
          fetch(path, { method: "POST", body }).then((answer) => answer.status),
        [`${BASE}/api/alerts`, JSON.stringify(alerts)],
      );
    try {
      await page.goto(origin + BASE);
      const feed = new Feed(page);
      await feed.expectLive();
      const protocol = await page.evaluate(() => {
        const [entry] = performance.getEntriesByType("navigation");
        return entry instanceof PerformanceNavigationTiming ? entry.nextHopProtocol : "";
      });
      expect(protocol).toBe("h2");

      // As large as a body may be.
      const padded = someAlerts(1000, { description: "x".repeat(780) });
      expect(JSON.stringify(padded).length).toBeGreaterThan(900_000);
      expect(await post(padded)).toBe(200);
      await feed.expectNewest(1000);
      await page.goto(`${origin}${BASE}/alerts/998`);
      await expect(feed.detail.getByRole("heading", { level: 2 })).toContainText("Alert 998");
      await page.goto(origin + BASE);
      await feed.expectLive();

      // The proxy bears less silence than lies between three beats.
      const before = { sockets, heard };
      await expect.poll(() => heard - before.heard).toBeGreaterThanOrEqual(2);
      expect(sockets).toBe(before.sockets);

      await app.stop();
      await expect(feed.connection).not.toHaveAttribute("data-connection", "live");
      await app.start({
        PUBLIC_ORIGIN: origin + BASE,
        TRUSTED_PROXIES: "127.0.0.1",
        ANONYMOUS: "operator",
      });
      await feed.expectLive();
      await expect.poll(() => post(someAlerts(1))).toBe(200);
      await feed.expectNewest(1001);

      await proxy.stop();
      await expect(feed.connection).not.toHaveAttribute("data-connection", "live");
      await proxy.start();
      await feed.expectLive();
      expect(await post(someAlerts(1))).toBe(200);
      await feed.expectNewest(1002);
      await page.goto("about:blank");
    } finally {
      await proxy.dispose();
      await app.dispose();
    }
  });
}
