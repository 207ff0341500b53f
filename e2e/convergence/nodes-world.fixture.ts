import { BEAT_INTERVAL } from "../../src/protocol/frame.ts";
import { type Server, startServer } from "../../src/server/process/server.fixture.ts";
import { ask, scratchSchema } from "../../src/server/store/postgres/connection/database.fixture.ts";
import type { World } from "./world.ts";

/**
 * Nodes of one database as the world of a run: who connects comes to the next of them. What would be the crash of one
 * cuts all their connections to the database, and a database that is restored has another name for its history.
 */
export async function startNodes(
  count: number,
  speed: number,
): Promise<World & { stop: () => Promise<void> }> {
  const { url, drop } = await scratchSchema();
  const named = new URL(url);
  const name = `nodes ${performance.now()}`;
  named.searchParams.set("application_name", name);
  const start = () => startServer({ DATABASE_URL: named.href });
  const nodes: Server[] = [];
  for (let index = 0; index < count; index += 1) nodes.push(await start());
  let turn = 0;
  const beating = setInterval(() => {
    for (const { hub } of nodes) hub.beat();
  }, BEAT_INTERVAL / speed);

  function next(): number {
    turn = (turn + 1) % nodes.length;
    return turn;
  }

  /** One after the other, as for an upgrade. */
  async function restart(): Promise<void> {
    const index = next();
    const [node] = nodes.splice(index, 1, await start());
    await node?.stop();
  }

  const cut = () =>
    ask(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${name}'`,
    );

  return {
    url: () => nodes[next()]?.url ?? "",
    speed,
    restarts: 0.5,
    restart,
    crash: cut,
    purge: null,
    backUp: () => {},
    restore: () =>
      ask(url, `update meta set value = 'e${Date.now().toString(36)}' where key = 'epoch'`),
    async stop() {
      clearInterval(beating);
      await Promise.all(nodes.map((node) => node.stop()));
      await drop();
    },
  };
}
