import { sql } from "drizzle-orm";
import { closingReport, openingReports } from "../../../monitors/reports.ts";
import type { SpanKind } from "../../../monitors/standing.ts";
import { isoTime } from "../../engine/iso-time.ts";
import type { Closed, NewSpan } from "../../engine/monitors/spans.ts";
import type { Writing } from "../log/log.ts";
import { numbers } from "../models/records.ts";

interface OpenSpan {
  readonly id: number;
  readonly monitor: number;
  readonly kind: SpanKind;
  readonly alert: number | null;
}

/** Opens alerts of monitors; what is open already is not opened again. */
export async function openSpans(
  writing: Writing,
  spans: readonly NewSpan[],
  now: number,
): Promise<void> {
  if (spans.length === 0) return;
  const ids = numbers(new Set(spans.map(({ opening }) => opening.monitor.id)));
  const open = await writing.all<OpenSpan>(
    sql`select * from monitor_spans where monitor = any(${ids}) and "to" is null`,
  );
  const fresh = spans.filter(
    ({ opening: { monitor, kind } }) =>
      !open.some((span) => span.monitor === monitor.id && span.kind === kind),
  );
  const buckets = new Map(fresh.map(({ opening, bucket }) => [opening, bucket]));
  const reports = openingReports([...buckets.keys()], now);
  const done = await writing.append(
    reports.map(({ report }) => ({ commands: [{ type: "Report", report }], actor: null })),
  );
  const rows = reports.flatMap(({ of }, index) => {
    const [opened] = done[index] ?? [];
    const alert = opened?.ok === true ? (opened.value.alert?.id ?? null) : null;
    return of.map((opening) => {
      const { monitor, kind } = opening;
      return { monitor: monitor.id, kind, from: buckets.get(opening) ?? now, alert };
    });
  });
  await writing.run(sql`
    insert into monitor_spans (monitor, kind, "from", alert)
    select monitor, kind, "from", alert
    from json_to_recordset(${JSON.stringify(rows)}::json)
      x (monitor bigint, kind text, "from" bigint, alert bigint)`);
}

/** Closes one where it is open. The alert of a storm is closed with the last of those that it lists. */
export async function closeSpan(
  writing: Writing,
  { monitor, kind, bucket, ended, note }: Closed,
): Promise<void> {
  const span = await writing.get<Pick<OpenSpan, "alert">>(sql`
    update monitor_spans set "to" = ${bucket}
    where monitor = ${monitor} and kind = ${kind} and "to" is null returning alert`);
  if (span === undefined || span.alert === null) return;
  const { alert } = span;
  const found = await writing.get<{ readonly fingerprint: string | null }>(sql`
    select fingerprint from alerts where id = ${alert}
      and not exists (select 1 from monitor_spans where alert = ${alert} and "to" is null)`);
  const { fingerprint = null } = found ?? {};
  if (fingerprint === null) return;
  const report = closingReport(fingerprint, isoTime(ended));
  await writing.append([
    // Whoever was told of the end finds why in the history. A name may change, and be another's later.
    { commands: [{ type: "Note", id: alert, note }], actor: `monitor:${monitor}` },
    { commands: [{ type: "Report", report }], actor: null },
  ]);
}
