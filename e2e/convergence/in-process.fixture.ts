import { BEAT_INTERVAL } from "../../src/protocol/frame.ts";
import { type Server, startServer } from "../../src/server/process/server.fixture.ts";
import { scratchFile } from "../../src/server/store/sqlite/file/scratch.fixture.ts";
import { backUp, remove, restore } from "./backup.ts";
import type { World } from "./world.ts";

/** A world in this process, whose time runs so many times as fast as the real one. */
export async function startWorld(speed: number): Promise<World & { stop: () => Promise<void> }> {
  const [file, copy] = [scratchFile(), scratchFile()];
  const environment = { DATABASE_URL: `file:${file}` };
  let server: Server = await startServer(environment);
  const beating = setInterval(() => server.hub.beat(), BEAT_INTERVAL / speed);

  async function restart(change: () => void = () => {}): Promise<void> {
    await server.stop();
    change();
    server = await startServer(environment);
  }

  return {
    url: () => server.url,
    speed,
    restarts: 0.5,
    restart: () => restart(),
    // A process cannot crash in part: that is tried where the server has one of its own.
    crash: () => restart(),
    async purge() {
      const { store } = server;
      const horizon = { of: "resolved", before: new Date().toISOString() } as const;
      const past = await store.past({ horizon, after: 0, limit: 30 });
      if (!past.ok) return;
      const why = { at: horizon.before, kept: "1d", actor: "source:tocsin" } as const;
      await store.purge({ ids: past.value.ids, horizon, ...why });
    },
    backUp: () => backUp(file, copy),
    restore: (what) => restart(() => (what === "copy" ? restore(copy, file) : remove(file))),
    stop: () => {
      clearInterval(beating);
      return server.stop();
    },
  };
}
