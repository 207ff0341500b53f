import { ok } from "../../../domain/problem.ts";
import { MOST_SHOWN, thinned } from "../../monitors/shown.ts";
import { flat } from "../engine/flat.ts";
import type { Monitors } from "../monitors.ts";
import { asResult } from "../refusal.ts";
import { refusing } from "./connection/refusal.ts";
import type { Context } from "./context.ts";
import { findMonitor, findMonitors } from "./monitors/monitor-row.ts";
import { closeBuckets, pushNumbers } from "./monitors/numbers.ts";
import { readWatched } from "./monitors/read.ts";
import { addMonitor, changeMonitor, removeMonitor } from "./monitors/settings.ts";
import { settleMonitors } from "./monitors/settle.ts";

/** Monitors in a database; whoever opened that closes it. */
export function createPostgresMonitors({ database, write, onUnreadable }: Context): Monitors {
  const watched = refusing(
    (id: number, from: number, to: number) =>
      database.read((session) => readWatched(session, id, from, to)),
    onUnreadable,
  );
  return {
    all: refusing(() => findMonitors(database), onUnreadable),
    monitor: refusing((id: number) => findMonitor(database, id), onUnreadable),
    add: async (...args) => flat(await write((writing) => addMonitor(writing, ...args))),
    change: async (...args) => flat(await write((writing) => changeMonitor(writing, ...args))),
    remove: async (...args) => flat(await write((writing) => removeMonitor(writing, ...args))),
    push: (numbers) => write((writing) => pushNumbers(writing, numbers), numbers.length),
    close: (closings) => write((writing) => closeBuckets(writing, closings), closings.length),
    settle: (settlements, now) =>
      write((writing) => settleMonitors(writing, settlements, now), settlements.length),
    points: (id, from, to, signal) =>
      asResult(async () => {
        signal?.throwIfAborted();
        const { points, spans } = await watched(id, from, to);
        return ok({ points: thinned(points, MOST_SHOWN), spans });
      }),
  };
}
