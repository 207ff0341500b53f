import type { RecordedEvent } from "../src/domain/event.ts";
import type { Progress } from "../src/domain/operation.ts";
import { versionOf } from "../src/server/store/engine/upcast.ts";
import { alone } from "../src/server/store/postgres/connection/alone.ts";
import type { Session } from "../src/server/store/postgres/connection/database.ts";
import { readHead } from "../src/server/store/postgres/log/head.ts";
import { beginEvents, type NewEvent } from "../src/server/store/postgres/log/insert-events.ts";
import { rebuildWithin } from "../src/server/store/postgres/log/rebuild.ts";
import { madeUpLog, type SeedOptions } from "./made-up-log.ts";

/**
 * Fills an empty database of PostgreSQL with a made-up history, in one transaction. Returns whether it was empty. No
 * node may be running.
 */
export function seedDatabase(url: string, options: SeedOptions): AsyncGenerator<Progress, boolean> {
  return alone(url, (session) => fill(session, options));
}

async function* fill(session: Session, options: SeedOptions): AsyncGenerator<Progress, boolean> {
  if ((await readHead(session)).seq > 0) return false;
  const log = await beginEvents(session);
  for (const { events, alerts } of madeUpLog(options)) {
    await log.add(events.map(newEventOf));
    yield { done: alerts, total: options.alerts, unit: "alerts written" };
  }
  await log.end();
  yield* rebuildWithin(session);
  return true;
}

function newEventOf(event: RecordedEvent): NewEvent {
  return {
    ...event,
    version: versionOf(event.type),
    recordedAt: Date.parse(event.recordedAt),
  };
}
