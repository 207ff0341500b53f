import { writeFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { chartOf } from "../../bench/report/chart.ts";
import { isThorough, note } from "../support/measured.ts";
import { CURVES, grownOf, growthOf, isSteady, panelsOf } from "./curves.ts";
import { Day } from "./day.ts";
import { differencesOf, goneOf, integrityOf, lostOf, untoldOf } from "./lost.ts";
import { PLAN, TIMES_AS_FAST } from "./plan.ts";
import { disorderOf } from "./receivers.ts";

const PICTURE = "docs/day.svg";
const HOURS = Math.round((PLAN.length * TIMES_AS_FAST) / 360_000) / 10;

test.skip(process.platform !== "linux", "what a process takes is read as Linux tells it");

test("a day of everything at once loses nothing, and leaves the server as it was at noon", async () => {
  test.setTimeout(PLAN.length + 3 * PLAN.settle);
  const day = await Day.begin();
  try {
    await day.pass();
    await test.step("everything comes to rest", () => settle(day));
    // However little of the day was left to them, each has come to its end once.
    await day.keeping.round();
    await day.app.stop();
    await test.step("nothing is lost", () => expectKept(day));
    await test.step("nothing has grown", () => expectFlat(day));
  } finally {
    await day.app.attachLog();
    await day.end();
  }
});

async function settle({ app, followers, receivers }: Day): Promise<void> {
  await expect.poll(() => followers.fault(), { timeout: PLAN.settle }).toBeNull();
  for (const [label, taken] of receivers.taken) {
    const untold = () => untoldOf(app.database, label, taken).length;
    await expect.poll(untold, { timeout: PLAN.settle, message: label }).toBe(0);
  }
}

async function expectKept({ app, asked, sources, keeping, receivers }: Day): Promise<void> {
  expect(asked.wrong).toEqual([]);
  expect(integrityOf(app.database)).toBe("ok");
  expect(lostOf(app.database, sources.opened, keeping.removedUntil)).toEqual([]);
  for (const [label, taken] of receivers.taken) expect(disorderOf(taken), label).toEqual([]);
  for (const backup of keeping.backups)
    expect(await differencesOf(app.database, backup), backup).toBe(0);
  note("alerts that were opened", sources.opened.size);
  note("of which were removed for good", goneOf(app.database, sources.opened));
  note("requests that broke off", asked.broken);
  note("backups that were made, restored and compared", keeping.backups.length);
  note("operations on many alerts", keeping.bulks);
  const taken = [...receivers.taken.values()].flat();
  note("requests that receivers took", taken.length);
  expect(sources.opened.size).toBeGreaterThan(100);
  expect(keeping.backups.length).toBeGreaterThan(0);
  expect(keeping.removed).toBeGreaterThan(0);
}

/** How much a moment takes is the machine's: in a short day the curves are drawn, and not judged. */
async function expectFlat({ samples, slowestStart }: Day): Promise<void> {
  note("ms of the slowest start", slowestStart);
  const svg = chartOf(`A day of ${HOURS} hours`, panelsOf(samples, ["0 h", `${HOURS} h`]), [
    0,
    PLAN.kills.at(-1) ?? 0,
  ]);
  await test
    .info()
    .attach("samples", { body: JSON.stringify(samples), contentType: "application/json" });
  for (const curve of CURVES) {
    const growth = growthOf(samples, curve);
    note(`${curve} at noon`, growth?.middle ?? NaN);
    note(`${curve} in the end`, growth?.end ?? NaN);
  }
  note(
    "whether times are judged, as the machine was not busier in the end",
    Number(isSteady(samples)),
  );
  expect(svg).not.toContain("NaN");
  if (!isThorough) return;
  writeFileSync(PICTURE, svg);
  expect(grownOf(samples)).toEqual([]);
}
