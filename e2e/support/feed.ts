import { expect, type Locator, type Page } from "@playwright/test";
import { largestShift, type Placed, rowsOf, startSampling, stopSampling } from "./screen.ts";

/** The feed on a page, as an operator sees it. */
export class Feed {
  readonly page: Page;
  readonly scroller: Locator;
  readonly rows: Locator;
  readonly pill: Locator;
  readonly connection: Locator;
  readonly detail: Locator;

  constructor(page: Page) {
    this.page = page;
    this.scroller = page.locator("[data-feed-scroller]");
    this.rows = this.scroller.getByRole("feed").getByRole("article");
    this.pill = page.locator("button[data-new-count]");
    this.connection = page.locator("[data-connection]");
    this.detail = page.getByRole("complementary");
  }

  /** Opens the page and waits until it is live. */
  static async open(page: Page, path = "/"): Promise<Feed> {
    const feed = new Feed(page);
    await page.goto(path);
    await feed.expectLive();
    return feed;
  }

  async expectLive(): Promise<void> {
    await expect(this.connection).toHaveAttribute("data-connection", "live");
  }

  row(id: number): Locator {
    return this.scroller.locator(`[data-alert-id="${id}"]`);
  }

  /** Waits until no alert is open. */
  async expectClosed(): Promise<void> {
    await expect(this.page).not.toHaveURL(/\/alerts\//u);
    await expect(this.detail.getByRole("heading", { level: 2 })).toHaveCount(0);
  }

  /** Waits until the newest row in the DOM is this one. */
  async expectNewest(id: number): Promise<void> {
    await expect(this.rows.first()).toHaveAttribute("data-alert-id", String(id));
  }

  /** Turns the wheel over the feed by so many px, and lets the page draw what follows. */
  async wheel(distance: number): Promise<void> {
    await this.pointAt();
    await this.page.mouse.wheel(0, distance);
    await frames(this.page, 2);
  }

  /** Turns the wheel steadily, by so many px at so many px a second. */
  async glide(distance: number, speed: number): Promise<void> {
    const box = await this.scroller.boundingBox();
    if (!box) throw new Error("the feed is not on screen");
    const session = await this.page.context().newCDPSession(this.page);
    await session.send("Input.synthesizeScrollGesture", {
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      yDistance: -distance,
      speed,
      gestureSourceType: "mouse",
    });
    await session.detach();
  }

  async pointAt(): Promise<void> {
    const box = await this.scroller.boundingBox();
    if (!box) throw new Error("the feed is not on screen");
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** Takes the hand off the list. */
  async letGo(): Promise<void> {
    await this.page.mouse.move(1, 1);
  }

  /** Waits until the rows on screen have stood still for 20 frames. */
  async rest(): Promise<void> {
    await expect(async () => {
      await startSampling(this.page);
      await frames(this.page, 20);
      expect(largestShift(await stopSampling(this.page))).toBe(0);
    }).toPass();
  }

  /** Scrolls down until so many rows lie above the screen. */
  async scrollDown(count: number): Promise<void> {
    await expect(async () => {
      await this.wheel(400);
      const above = (await rowsOf(this.page)).filter(({ bottom }) => bottom < 0);
      expect(above.length).toBeGreaterThanOrEqual(count);
    }).toPass({ intervals: [0] });
  }

  /** The rows of which something can be seen. */
  async visible(): Promise<Placed[]> {
    const height = await this.scroller.evaluate((scroller) => scroller.clientHeight);
    return (await rowsOf(this.page)).filter(({ top, bottom }) => bottom > 0 && top < height);
  }

  /** The row at the reader's eye: the first that begins on screen. */
  async eye(): Promise<Placed> {
    const row = (await this.visible()).find(({ top }) => top >= -0.5);
    if (!row) throw new Error("no row begins on screen");
    return row;
  }

  /** Marks the node of a row, to be found again if it is still the same node. */
  async mark(id: number): Promise<void> {
    await this.row(id).evaluate((row) => Object.assign(row, { marked: true }));
  }

  isMarked(id: number): Promise<boolean> {
    return this.row(id).evaluate((row) => "marked" in row);
  }
}

/** Waits until the page has drawn so many frames. */
export function frames(page: Page, count: number): Promise<void> {
  return page.evaluate(async (left) => {
    while (left-- > 0) await new Promise(requestAnimationFrame);
  }, count);
}
