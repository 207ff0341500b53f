import autocannon from "autocannon";
import type { Sample } from "./bench.ts";

/** Asks for these one after the other, over and over, on so many connections for some seconds. */
export async function load(
  urls: readonly string[],
  connections: number,
  seconds: number,
): Promise<Sample> {
  const [first = ""] = urls;
  const result = await autocannon({
    url: first,
    connections,
    duration: seconds,
    requests: urls.map((url) => ({ path: pathOf(url) })),
  });
  const bad = result.errors + result.timeouts + result.non2xx;
  if (bad > 0) throw new Error(`${bad} of ${result.requests.total} requests to ${first} failed`);
  return {
    "requests/s": result.requests.average,
    "p50, ms": result.latency.p50,
    "p99, ms": result.latency.p99,
  };
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
