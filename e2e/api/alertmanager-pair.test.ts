import { setTimeout as away } from "node:timers/promises";
import { seededRandom } from "../../src/generator/random.ts";
import type { App } from "../support/app.ts";
import { expect, test } from "../support/fixtures.ts";
import { isThorough } from "../support/measured.ts";
import {
  ALERTMANAGER,
  isInstalled,
  type Pushed,
  RealAlertmanager,
} from "../support/real-alertmanager.ts";

// Oracle: what two real Alertmanagers, which know nothing of each other, call active.

test.skip(!isInstalled(), `${ALERTMANAGER} is not installed`);

const SECOND = 1_000;

function later(milliseconds: number, from = new Date()): Date {
  return new Date(from.getTime() + milliseconds);
}

async function pushTo(
  pair: readonly RealAlertmanager[],
  alertname: string,
  startsAt: Date,
  endsAt: Date,
) {
  for (const one of pair) {
    await expect.poll(() => one.push({ alertname, startsAt, endsAt })).toBe(true);
  }
}

/** Waits until both call that active and nothing else, and the feed says the same. */
async function expectOpen(app: App, pair: readonly RealAlertmanager[], names: readonly string[]) {
  for (const one of pair) {
    await expect.poll(() => one.active()).toEqual(names);
  }
  const open = async () => {
    const { alerts } = await app.page("status=firing,acknowledged");
    return alerts.map(({ labels }) => labels["alertname"] ?? "").toSorted();
  };
  await expect.poll(open).toEqual(names);
}

async function rowsOf(app: App, alertname: string): Promise<number> {
  return (await app.page(`label=alertname=${alertname}`)).alerts.length;
}

test("what a pair of real Alertmanagers calls active is open, through ends, returns and restarts", async ({
  app,
}) => {
  const pair = [await RealAlertmanager.start(app.url), await RealAlertmanager.start(app.url)];
  try {
    const start = later(-600 * SECOND);
    const hour = later(3_600 * SECOND);

    // Whoever sends it is away for longer than the lease, and comes back with the same start.
    await pushTo(pair, "Lease", start, later(4 * SECOND));
    await expectOpen(app, pair, ["Lease"]);
    await expectOpen(app, pair, []);
    await pushTo(pair, "Lease", start, hour);
    await expectOpen(app, pair, ["Lease"]);
    expect(await rowsOf(app, "Lease")).toBe(1);

    // A start that differs by seconds, as that of two Prometheuses does.
    for (const [index, one] of pair.entries()) {
      await pushTo([one], "Pair", later(index * 5 * SECOND, start), hour);
    }
    await expectOpen(app, pair, ["Lease", "Pair"]);
    await pushTo(pair, "Pair", start, later(-SECOND));
    await expectOpen(app, pair, ["Lease"]);
    expect(await rowsOf(app, "Pair")).toBe(1);

    // One restarts, and forgets; what has ended meanwhile it hears of when it is back.
    await pair[0]?.stop();
    await pushTo(pair.slice(1), "Lease", start, later(-SECOND));
    await pair[0]?.start();
    await pushTo(pair, "Lease", start, later(-SECOND));
    await expectOpen(app, pair, []);

    // A new trouble is a new row.
    await pushTo(pair, "Lease", later(-SECOND / 2), hour);
    await expectOpen(app, pair, ["Lease"]);
    expect(await rowsOf(app, "Lease")).toBe(2);
  } finally {
    for (const one of pair) await one.dispose();
  }
});

/** What Prometheus knows of each trouble: since when it is there, or when it ended. */
class Sender {
  readonly #pair: readonly RealAlertmanager[];
  readonly #since = new Map<string, Date>();
  readonly #ended = new Map<string, Pushed>();
  readonly #timer: NodeJS.Timeout;

  constructor(pair: readonly RealAlertmanager[]) {
    this.#pair = pair;
    this.#timer = setInterval(() => void this.#send(), SECOND / 2);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Begins or ends it. */
  turn(alertname: string): void {
    const startsAt = this.#since.get(alertname);
    if (startsAt === undefined) this.#since.set(alertname, new Date());
    else this.#ended.set(alertname, { alertname, startsAt, endsAt: new Date() });
    if (startsAt !== undefined) this.#since.delete(alertname);
  }

  /** Knows of what is there since now only, and of nothing that ended. */
  restart(): void {
    for (const name of this.#since.keys()) this.#since.set(name, new Date());
    this.#ended.clear();
  }

  get active(): string[] {
    return [...this.#since.keys()].toSorted();
  }

  async #send(): Promise<void> {
    const firing = [...this.#since].map(([alertname, startsAt]) => ({
      alertname,
      startsAt,
      endsAt: later(10 * SECOND),
    }));
    const over = [...this.#ended.values()].filter(({ alertname }) => !this.#since.has(alertname));
    await Promise.all(this.#pair.map((one) => one.push(...firing, ...over)));
  }
}

test("so it does whatever restarts", async ({ app }) => {
  const pair = [await RealAlertmanager.start(app.url), await RealAlertmanager.start(app.url)];
  const sender = new Sender(pair);
  const random = seededRandom(7);
  const rounds = isThorough ? 200 : 6;
  test.setTimeout(rounds * 60 * SECOND);
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const name of ["A", "B", "C"]) if (random() < 0.5) sender.turn(name);
      const what = Math.floor(random() * 5);
      if (what < 2) await pair[what]?.stop();
      if (what === 2) sender.restart();
      if (what === 3) await app.stop();
      await away(random() * 3 * SECOND);
      if (what < 2) await pair[what]?.start();
      if (what === 3) await app.start();
      await expectOpen(app, pair, sender.active);
    }
  } finally {
    sender.stop();
    for (const one of pair) await one.dispose();
  }
});
