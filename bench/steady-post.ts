import { setTimeout as delay } from "node:timers/promises";
import type { Server } from "./server.ts";

/** Time (ms) between two posts; what is due meanwhile goes in one body. */
const STEP = 10;

/**
 * Posts so many alerts a second for some seconds, whether or not the server keeps up. `bodiesOf`
 * makes a body of so many alerts. Says how many alerts were answered as kept.
 */
export async function steadyPost(
  server: Server,
  bodyOf: (alerts: number) => string,
  rate: number,
  seconds: number,
): Promise<number> {
  const answers: Promise<number>[] = [];
  const begun = performance.now();
  const total = rate * seconds;
  for (let posted = 0; posted < total; await delay(STEP)) {
    const due = Math.min(total, Math.ceil(((performance.now() - begun) / 1000) * rate)) - posted;
    if (due > 0) answers.push(postOne(server, bodyOf(due), due));
    posted += due;
  }
  const kept = await Promise.all(answers);
  return kept.reduce((sum, alerts) => sum + alerts, 0);
}

async function postOne({ url }: Server, body: string, alerts: number): Promise<number> {
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}/api/alerts`, { method: "POST", headers, body });
    await response.arrayBuffer();
    return response.ok ? alerts : 0;
  } catch {
    return 0;
  }
}
