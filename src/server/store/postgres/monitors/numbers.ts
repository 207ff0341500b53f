import { sql } from "drizzle-orm";
import { monitorNumbers } from "../../../../../db/postgres/monitors.ts";
import { type Numbers, together } from "../../../monitors/numbers.ts";
import type { BucketNumbers, Closing } from "../../monitors.ts";
import type { Session } from "../connection/database.ts";
import { recordsOf } from "../models/records.ts";

/** A bucket that takes numbers, and those it has; `count` is null where it has none. */
type OpenRow = { readonly monitor: number; readonly t: number } & (
  | ({ readonly count: number } & Omit<Numbers, "lastAt"> & { readonly last_at: number })
  | { readonly count: null }
);

export async function pushNumbers(
  session: Session,
  pushed: readonly BucketNumbers[],
): Promise<boolean[]> {
  const keys = pushed.map(({ monitor, time }) => ({ monitor, t: time }));
  const rows = await session.all<OpenRow>(sql`
    select distinct x.monitor, x.t, n.count, n.sum, n.least, n.most, n.last, n.last_at
    from ${recordsOf(monitorNumbers, keys)} x
    join monitors m on m.id = x.monitor and m.is_enabled and m.closed < x.t
    left join monitor_numbers n on n.monitor = x.monitor and n.t = x.t`);
  const open = new Set(rows.map(({ monitor, t }) => keyOf(monitor, t)));
  const kept = new Map<string, Numbers>();
  for (const row of rows)
    if (row.count !== null) kept.set(keyOf(row.monitor, row.t), { ...row, lastAt: row.last_at });
  const changed = new Map<string, object>();
  const taken = pushed.map((numbers) => {
    const { monitor, time } = numbers;
    const key = keyOf(monitor, time);
    if (!open.has(key)) return false;
    const before = kept.get(key);
    const both = before === undefined ? numbers : together(before, numbers);
    kept.set(key, both);
    changed.set(key, { ...both, monitor, t: time, last_at: both.lastAt });
    return true;
  });
  if (changed.size > 0) {
    await session.run(sql`
      insert into monitor_numbers select * from ${recordsOf(monitorNumbers, [...changed.values()])}
      on conflict (monitor, t) do update
      set count = excluded.count, sum = excluded.sum, least = excluded.least, most = excluded.most,
        last = excluded.last, last_at = excluded.last_at`);
  }
  return taken;
}

function keyOf(monitor: number, time: number): string {
  return `${monitor} ${time}`;
}

export async function closeBuckets(session: Session, closings: readonly Closing[]): Promise<null> {
  await session.run(sql`
    update monitors m set closed = x.time
    from (
      select monitor, max(time) as time
      from json_to_recordset(${JSON.stringify(closings)}::json) c (monitor bigint, time bigint)
      group by monitor
    ) x
    where m.id = x.monitor and x.time > m.closed`);
  return null;
}
