import "server-only";
import { createLog } from "../telemetry/log.ts";

/**
 * Says how the first admin is made, where there is none: in a line as all others, however little the
 * log is to say. `origin` is where the server is found.
 */
export function tellSetupCode(code: string | null, origin: string): void {
  if (code === null) return;
  const address = URL.parse(`${origin.replace(/\/$/u, "")}/setup`)?.href ?? "/setup";
  createLog("info").info(`setup code: ${code} (to make the first admin at ${address})`);
}
