import { setTimeout } from "node:timers/promises";
import { type App, someAlerts } from "../support/app.ts";
import { startLoad } from "../support/load.ts";
import { isThorough, note } from "../support/measured.ts";
import { movementOf, shiftOf } from "../support/movement.ts";
import { countRows, type Placed, sampleFrames } from "../support/screen.ts";
import { expectStretches, newestFirst, type Step, walk } from "../support/walk.ts";
import type { DrivenFeed } from "./driven-feed.ts";
import { expect, test } from "./fixtures.ts";

// The promises that a browser's own ways of scrolling, painting and remembering may break. All other tests of the page
// run in Chromium alone.

const TURN = 120;
const PAGES = isThorough ? 12 : 3;
const ROWS = isThorough ? 3000 : 300;

/** Declares the tests of all that is promised in every engine. */
export function testPromises(): void {
  // One after the other, with one browser.
  test.describe.configure({ mode: "default", timeout: isThorough ? 600_000 : 60_000 });

  test("rows move as far as the wheel is turned, while pages load ahead", async ({ app, feed }) => {
    const deep = (await app.open(someAlerts(800))).at(-1) ?? 0;
    await app.open(someAlerts(300));
    await feed.open(`/?at=${await app.receivedAt(deep)}`);
    await feed.rest();
    for (const direction of [1, -1]) {
      const wanted = feed.line.asked() + PAGES;
      let sent = 0;
      await feed.startSampling();
      while (feed.line.asked() < wanted) {
        await feed.turn(direction * TURN);
          await feed.frames(1);
        sent += direction * TURN;
      }
      await feed.frames(10);
      const S = await feed.stopSampling(); S.forEach((s, i) => { const b = S[i - 1] ?? {}; if (i > 0 && !Object.keys(s).some((k) => k in b)) console.log(direction, i, S.length, sent, JSON.stringify(b), JSON.stringify(s)); }); const { total, reversal, shear } = movementOf(S);
      note("sent, px", sent);
      expect(note("error, px", Math.abs(total + sent))).toBeLessThanOrEqual(1);
      expect(note("reversal, px", reversal)).toBeLessThanOrEqual(0.5);
      expect(note("shear, px", shear)).toBeLessThanOrEqual(0.5);
    }
  });
}
