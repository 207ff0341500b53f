import { setTimeout } from "node:timers/promises";
import { type App, someAlerts } from "./app.ts";

/** Opens and changes alerts for as long as it runs, some forty a second. */
export function startLoad(app: App): { stop: () => Promise<void> } {
  const ending = new AbortController();
  const done = (async () => {
    for (let round = 0; !ending.signal.aborted; round++) {
      await app.post(someAlerts(3, { source: "load" }));
      await app.act(((round * 37) % 500) + 1, "acknowledge").catch(() => null);
      await setTimeout(100);
    }
  })();
  return {
    stop: () => {
      ending.abort();
      return done;
    },
  };
}

/** Opens so many alerts, 100 a second. */
export async function arrive(app: App, count: number): Promise<void> {
  for (let arrived = 0; arrived < count; arrived += 5) {
    await Promise.all([app.open(someAlerts(5)), setTimeout(50)]);
  }
}
