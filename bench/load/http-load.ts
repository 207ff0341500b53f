import autocannon, { type Request } from "autocannon";
import type { Server } from "../peers/server.ts";
import { processorTime } from "../report/usage.ts";

export interface Load {
  readonly connections: number;
  readonly seconds: number;
}

type Headers = Readonly<Record<string, string>>;

/** Asks for these paths one after the other, over and over, on so many connections. */
export function get(server: Server, paths: readonly string[], load: Load, headers: Headers = {}) {
  return drive(
    server,
    paths.map((path) => ({ path, headers })),
    load,
  );
}

/** Posts alerts, each body another, on so many connections. */
export function post(server: Server, bodies: () => string, load: Load, headers: Headers = {}) {
  const request: Request = {
    method: "POST",
    path: "/api/alerts",
    headers: { "content-type": "application/json", ...headers },
    setupRequest: (request) => ({ ...request, body: bodies() }),
  };
  return drive(server, [request], load);
}

async function drive(server: Server, requests: Request[], load: Load) {
  const before = processorTime(server.pid);
  const { connections, seconds: duration } = load;
  const result = await autocannon({ url: server.url, connections, duration, requests });
  const used = processorTime(server.pid) - before;
  const bad = result.errors + result.timeouts + result.non2xx;
  if (bad > 0) throw new Error(`${bad} requests to ${requests[0]?.path} failed`);
  return {
    "requests/s": result.requests.total / result.duration,
    "p99, ms": result.latency.p99,
    "processor, µs/request": (used / result.requests.total) * 1e6,
  };
}
