import { count, eq, sql } from "drizzle-orm";
import {
  monitorNumbers,
  monitors,
  monitorSpans,
  points,
} from "../../../../../db/sqlite/monitors.ts";
import { ok, type Result } from "../../../../domain/problem.ts";
import { monitorAdded, monitorChanged, monitorRemoved } from "../../engine/monitors/audit.ts";
import { begun, changeOf, removalOf } from "../../engine/monitors/change.ts";
import { noMonitor, tooManyMonitors } from "../../engine/monitors/problems.ts";
import { type KeptMonitor, MOST_MONITORS, type MonitorSettings } from "../../monitors.ts";
import type { By } from "../../people.ts";
import { prepareStatement } from "../file/statement.ts";
import { prepareNote } from "../people/audit.ts";
import type { WriteContext } from "../writes.ts";
import { prepareFindMonitors } from "./monitor-row.ts";
import { prepareSpans } from "./spans.ts";

interface Added {
  readonly settings: MonitorSettings;
  readonly now: number;
  readonly by: By;
}

/** Of a monitor, by whoever that is. */
interface OfMonitor {
  readonly id: number;
  readonly now: number;
  readonly by: By;
}

interface Change extends OfMonitor {
  readonly change: Partial<MonitorSettings>;
}

export function prepareAddMonitor(writing: WriteContext) {
  const { tables } = writing;
  const note = prepareNote(writing);
  const { monitor: find } = prepareFindMonitors(tables);
  const counted = tables.select({ all: count() }).from(monitors).prepare();
  return ({ settings, now, by }: Added): Result<KeptMonitor> => {
    if ((counted.get()?.all ?? 0) >= MOST_MONITORS) return tooManyMonitors();
    const { standing, ...course } = begun(settings, now);
    const { id } = tables
      .insert(monitors)
      .values({ ...settings, ...standing, ...course, revision: 1 })
      .returning({ id: monitors.id })
      .get();
    note(monitorAdded(id, settings, by));
    return foundIn(find, id);
  };
}

export function prepareChangeMonitor(writing: WriteContext) {
  const { tables } = writing;
  const note = prepareNote(writing);
  const { monitor: find } = prepareFindMonitors(tables);
  const { close } = prepareSpans(writing);
  const forget = prepareForget(writing);

  return ({ id, change, now, by }: Change): Result<KeptMonitor> => {
    const before = find(id);
    if (before === null) return noMonitor(id);
    const { course, closed, forgotten } = changeOf(before, change, now);
    for (const span of closed) close(span);
    for (const statement of forget[forgotten]) statement.run({ id });
    const { standing, ...others } = course;
    tables
      .update(monitors)
      .set({ ...change, ...standing, ...others, revision: sql`${monitors.revision} + 1` })
      .where(eq(monitors.id, id))
      .run();
    note(monitorChanged(before, change, by));
    return foundIn(find, id);
  };
}

export function prepareRemoveMonitor(writing: WriteContext) {
  const { tables } = writing;
  const note = prepareNote(writing);
  const { monitor: find } = prepareFindMonitors(tables);
  const { close } = prepareSpans(writing);
  const forget = prepareForget(writing);
  return ({ id, now, by }: OfMonitor): Result<null> => {
    const before = find(id);
    if (before === null) return noMonitor(id);
    for (const span of removalOf(before, now)) close(span);
    for (const statement of forget.all) statement.run({ id });
    tables.delete(monitors).where(eq(monitors.id, id)).run();
    note(monitorRemoved(before, by));
    return ok(null);
  };
}

/** What was made of what it watched. */
function prepareForget({ tables }: WriteContext) {
  const numbers = prepareStatement(
    tables,
    tables.delete(monitorNumbers).where(eq(monitorNumbers.monitor, sql.placeholder("id"))),
  );
  const others = [
    tables.delete(points).where(eq(points.monitor, sql.placeholder("id"))),
    tables.delete(monitorSpans).where(eq(monitorSpans.monitor, sql.placeholder("id"))),
  ].map((removal) => prepareStatement(tables, removal));
  return { all: [numbers, ...others], numbers: [numbers], nothing: [] };
}

function foundIn(find: (id: number) => KeptMonitor | null, id: number): Result<KeptMonitor> {
  const found = find(id);
  return found === null ? noMonitor(id) : ok(found);
}
