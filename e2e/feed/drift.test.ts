import type { Page } from "@playwright/test";
import { type App, type NewAlert, someAlerts } from "../support/app.ts";
import { arrive } from "../support/load.ts";
import { Feed, frames } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { isThorough, note } from "../support/measured.ts";
import { shiftOf } from "../support/movement.ts";
import { FEW_SITUATIONS, type Situation, SITUATIONS, sizeText } from "../support/situations.ts";
import { idsOf, startSampling, stopSampling } from "../support/screen.ts";

// Oracle: where the row at the reader's eye stands on screen, at every frame.

for (const situation of isThorough ? SITUATIONS : FEW_SITUATIONS) {
  test.describe(situation.name, () => {
    test.use(situation.options);

    test("the row at the eye stands still, whatever becomes of the others", async ({
      app,
      page,
    }) => {
      const alerts = someAlerts(500).map((alert, index) => ({ ...alert, fingerprint: `${index}` }));
      await app.open(alerts);
      const pages = await holdPages(page);
      const feed = await Feed.open(page);
      await sizeText(page, situation.text);
      await glideUntil(feed, async () => expect(await feed.rows.count()).toBe(200));
      pages.hold();
      await glideUntil(feed, () =>
        // Those that the page lost interest in are held beside it.
        expect(pages.held(), "a page is on its way").toBeGreaterThan(0),
      );
      await feed.letGo();
      await feed.rest();
      const eye = await feed.eye();

      await startSampling(page);
      const arrived = arrive(app, 300);
      await changeHeights(app, feed, alerts, eye.id);
      await evict(feed, pages.release);
      await reflow(page, situation);
      await arrived;
      await expect(feed.pill).toHaveAttribute("data-new-count", "300");
      await frames(page, 3);
      const samples = await stopSampling(page);
      expect(note("drift, px", shiftOf(eye.id, samples))).toBeLessThanOrEqual(0.5);
    });
  });
}

/** Rows are of such heights that nobody knows how far that is. */
async function glideUntil(feed: Feed, isThere: () => Promise<void> | void): Promise<void> {
  await expect(async () => {
    await feed.glide(3000, 8000);
    await isThere();
  }).toPass({ intervals: [0] });
}

/** Rows grow and shrink above the screen, at the eye and below it, and some above it go. */
async function changeHeights(
  app: App,
  feed: Feed,
  alerts: readonly NewAlert[],
  eye: number,
): Promise<void> {
  const changed = [eye + 20, eye + 3, eye, eye - 2];
  for (const title of ["A title that is much longer than before ".repeat(10), "Short"]) {
    await app.post(changed.flatMap((id) => ({ ...alerts[id - 1], title })));
    for (const id of changed) await expect(feed.row(id)).toContainText(title.trim());
  }
  for (const gone of [eye + 1, eye + 10]) {
    await app.fetch(`/api/alerts/${gone}`, { method: "DELETE" });
    await expect(feed.row(gone)).toHaveCount(0);
  }
}

/** Lets a page come in at the end, for which as many rows at the other end go. */
async function evict(feed: Feed, release: () => void): Promise<void> {
  const [newest = 0, ...others] = await idsOf(feed.page);
  release();
  await expect(feed.row(newest)).toHaveCount(0);
  await expect(feed.row((others.at(-1) ?? 0) - 1)).toHaveCount(1);
}

/** Another width and another size of letters, as where a font comes late, and back. */
async function reflow(page: Page, { widths, text }: Situation): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  for (const width of [...widths, size.width]) {
    await page.setViewportSize({ ...size, width });
    await frames(page, 3);
  }
  for (const size of ["150%", "110%", text]) await sizeText(page, size);
}

/** Pages of rows wait from `hold` to `release`. */
async function holdPages(page: Page) {
  let open = () => {};
  let gate = Promise.resolve();
  let held = 0;
  await page.route(/\/api\/alerts\?.*(before|after)=/u, async (route) => {
    held++;
    await gate;
    held--;
    // The page may have lost interest, or be gone.
    await route.continue().catch(() => null);
  });
  return {
    hold: () => {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    held: () => held,
    release: () => open(),
  };
}
