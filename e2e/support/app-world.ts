import type { App } from "./app.ts";
import { backUp, remove, restore } from "../convergence/backup.ts";
import type { World } from "../convergence/world.ts";

/** The built app as the world of a run, in real time. */
export function worldOf(app: App): World {
  const copy = `${app.database}.copy`;

  async function restart(
    end: () => Promise<unknown>,
    change: () => void = () => {},
  ): Promise<void> {
    await end();
    change();
    await app.start();
  }

  return {
    url: () => app.url,
    speed: 1,
    restarts: 10,
    restart: () => restart(() => app.stop()),
    crash: () => restart(() => app.kill()),
    purge: null,
    backUp: () => backUp(app.database, copy),
    restore: (what) =>
      restart(
        () => app.stop(),
        () => (what === "copy" ? restore(copy, app.database) : remove(app.database)),
      ),
  };
}
