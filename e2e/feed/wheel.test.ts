import { someAlerts } from "../support/app.ts";
import { Feed, frames } from "../support/feed.ts";
import { expect, test } from "../support/fixtures.ts";
import { note } from "../support/measured.ts";
import { movementOf } from "../support/movement.ts";
import { ON_A_DESKTOP, ON_A_PHONE } from "../support/situations.ts";
import { startSampling, stopSampling } from "../support/screen.ts";

const DISTANCE = 24_000;
const TURN = 240;

// Oracle: how far the rows that are on screen in two successive frames have moved between them.

for (const situation of [ON_A_DESKTOP, ON_A_PHONE]) {
  test.describe(situation.name, () => {
    test.use(situation.options);
    test("rows move as far as the wheel is turned, down and up, and all of them alike", async ({
      app,
      page,
    }) => {
      const deep = (await app.open(someAlerts(800))).at(-1) ?? 0;
      await app.open(someAlerts(400));
      await page.addInitScript(watchScrollTop);
      const feed = await Feed.open(page, `/?at=${await app.receivedAt(deep)}`);
      await feed.pointAt();
      await feed.rest();
      for (const direction of [1, -1]) {
        await startSampling(page);
        await frames(page, 1);
        for (let turned = 0; turned < DISTANCE; turned += TURN) {
          await page.mouse.wheel(0, direction * TURN);
          await frames(page, 1);
          if (turned % 2400 === 0) await app.open(someAlerts(3));
        }
        await frames(page, 5);
        const { total, reversal, shear } = movementOf(await stopSampling(page));
        const error = Math.abs(total + direction * DISTANCE);
        expect(note(`error ${direction > 0 ? "down" : "up"}, px`, error)).toBeLessThanOrEqual(1);
        expect(note("reversal, px", reversal)).toBeLessThanOrEqual(0.5);
        expect(note("shear, px", shear)).toBeLessThanOrEqual(0.5);
      }
      // Chromium is told of every turn of the wheel; Firefox forgets those that are on their way.
      expect(await page.evaluate(() => window.placesWritten), "written to scrollTop").toBe(0);
    });
  });
}

declare global {
  interface Window {
    placesWritten?: number;
  }
}

/** Runs in the page: counts how often anything writes `scrollTop`. */
function watchScrollTop(): void {
  window.placesWritten = 0;
  const native = Object.getOwnPropertyDescriptor(Element.prototype, "scrollTop");
  Object.defineProperty(Element.prototype, "scrollTop", {
    ...native,
    set(this: Element, value: number) {
      window.placesWritten = (window.placesWritten ?? 0) + 1;
      native?.set?.call(this, value);
    },
  });
}
