import { and, eq, lt, sql } from "drizzle-orm";
import { monitorNumbers, monitors } from "../../../../../db/sqlite/monitors.ts";
import { together } from "../../../monitors/numbers.ts";
import type { BucketNumbers, Closing } from "../../monitors.ts";
import { prepareStatement } from "../file/statement.ts";
import type { WriteContext } from "../writes.ts";

interface Row extends Omit<BucketNumbers, "time" | "monitor" | "lastAt"> {
  readonly last_at: number;
}

export function preparePushNumbers({ tables }: WriteContext) {
  const takes = prepareStatement<{ readonly id: number }>(
    tables,
    tables
      .select({ id: monitors.id })
      .from(monitors)
      .where(
        and(
          eq(monitors.id, sql.placeholder("monitor")),
          eq(monitors.isEnabled, true),
          lt(monitors.closed, sql.placeholder("time")),
        ),
      ),
  );
  const before = prepareStatement<Row>(
    tables,
    tables
      .select()
      .from(monitorNumbers)
      .where(
        and(
          eq(monitorNumbers.monitor, sql.placeholder("monitor")),
          eq(monitorNumbers.t, sql.placeholder("time")),
        ),
      ),
  );
  const keep = tables.$client.prepare(
    `insert or replace into monitor_numbers (monitor, t, count, sum, least, most, last, last_at)
      values (:monitor, :time, :count, :sum, :least, :most, :last, :lastAt)`,
  );
  return (pushed: readonly BucketNumbers[]): boolean[] =>
    pushed.map((numbers) => {
      const { monitor, time } = numbers;
      if (takes.get({ monitor, time }) === undefined) return false;
      const row = before.get({ monitor, time });
      const both = row === undefined ? numbers : together({ ...row, lastAt: row.last_at }, numbers);
      keep.run({ ...both, monitor, time });
      return true;
    });
}

export function prepareCloseBuckets({ tables }: WriteContext) {
  const close = prepareStatement(
    tables,
    tables
      .update(monitors)
      .set({ closed: sql`${sql.placeholder("time")}` })
      .where(
        and(
          eq(monitors.id, sql.placeholder("monitor")),
          sql`${sql.placeholder("time")} > ${monitors.closed}`,
        ),
      ),
  );
  return (closings: readonly Closing[]): null => {
    for (const closing of closings) close.run({ ...closing });
    return null;
  };
}
