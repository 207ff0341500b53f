import "server-only";
import { once } from "node:events";
import type { Server } from "node:http";

/** Time (ms) that requests under way have to end. */
const DRAIN_WITHIN = 3_000;
/** How often (ms) connections on which nothing is under way are ended. */
const SWEEP_EVERY = 50;

/** Stops accepting, answers what is under way and resolves when all connections have gone. */
export async function drain(server: Server): Promise<void> {
  server.close();
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_EVERY);
  const end = setTimeout(() => server.closeAllConnections(), DRAIN_WITHIN);
  await once(server, "close");
  clearInterval(sweep);
  clearTimeout(end);
}
