import { setTimeout as delay } from "node:timers/promises";
import type { Server } from "../peers/server.ts";

/** Time (ms) between two posts; what is due meanwhile goes in one body. */
const STEP = 10;

/**
 * Posts so many alerts a second for some seconds, whether or not the server keeps up, and waits for
 * no answer. `bodyOf` makes a body of so many alerts.
 */
export async function steadyPost(
  { url }: Server,
  bodyOf: (alerts: number) => string,
  rate: number,
  seconds: number,
): Promise<void> {
  const begun = performance.now();
  const total = rate * seconds;
  for (let posted = 0; posted < total; await delay(STEP)) {
    const due = Math.min(total, Math.ceil(((performance.now() - begun) / 1000) * rate)) - posted;
    if (due > 0) post(url, bodyOf(due));
    posted += due;
  }
}

/** Whether it is kept is seen at the other end: in what arrives. */
function post(url: string, body: string): void {
  const headers = { "content-type": "application/json" };
  fetch(`${url}/api/alerts`, { method: "POST", headers, body })
    .then((response) => response.arrayBuffer())
    .catch(() => {});
}
