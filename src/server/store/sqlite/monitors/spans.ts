import { and, eq, isNull, sql } from "drizzle-orm";
import { monitorSpans } from "../../../../../db/sqlite/monitors.ts";
import { alerts } from "../../../../../db/sqlite/schema.ts";
import { closingReport, openingReports } from "../../../monitors/reports.ts";
import { isoTime } from "../../engine/iso-time.ts";
import type { Closed, NewSpan } from "../../engine/monitors/spans.ts";
import { prepareStatement } from "../file/statement.ts";
import type { WriteContext } from "../writes.ts";

interface OpenSpan {
  readonly id: number;
  readonly alert: number | null;
}

/** Opens and closes the alerts of monitors, as a part of the transaction in which that is decided. */
export function prepareSpans({ tables, log }: WriteContext) {
  const openOf = prepareStatement<OpenSpan>(
    tables,
    tables
      .select({ id: monitorSpans.id, alert: monitorSpans.alert })
      .from(monitorSpans)
      .where(
        and(
          eq(monitorSpans.monitor, sql.placeholder("monitor")),
          eq(monitorSpans.kind, sql.placeholder("kind")),
          isNull(monitorSpans.to),
        ),
      ),
  );
  const others = prepareStatement<{ readonly id: number }>(
    tables,
    tables
      .select({ id: monitorSpans.id })
      .from(monitorSpans)
      .where(and(eq(monitorSpans.alert, sql.placeholder("alert")), isNull(monitorSpans.to))),
  );
  const fingerprintOf = prepareStatement<{ readonly fingerprint: string | null }>(
    tables,
    tables
      .select({ fingerprint: alerts.fingerprint })
      .from(alerts)
      .where(eq(alerts.id, sql.placeholder("alert"))),
  );
  const end = prepareStatement(
    tables,
    tables
      .update(monitorSpans)
      .set({ to: sql`${sql.placeholder("bucket")}` })
      .where(eq(monitorSpans.id, sql.placeholder("id"))),
  );

  /** What is open already is not opened again. */
  function open(spans: readonly NewSpan[], now: number): void {
    const buckets = new Map(spans.map(({ opening, bucket }) => [opening, bucket]));
    const fresh = spans
      .map(({ opening }) => opening)
      .filter(({ monitor, kind }) => openOf.get({ monitor: monitor.id, kind }) === undefined);
    for (const { report, of } of openingReports(fresh, now)) {
      const [done] = log.append({ commands: [{ type: "Report", report }], actor: null });
      const alert = done?.ok === true ? (done.value.alert?.id ?? null) : null;
      for (const opening of of) {
        const { monitor, kind } = opening;
        const from = buckets.get(opening) ?? now;
        tables.insert(monitorSpans).values({ monitor: monitor.id, kind, from, alert }).run();
      }
    }
  }

  /** The alert of a storm is closed with the last of those that it lists. */
  function close({ monitor, kind, bucket, ended, note }: Closed): void {
    const span = openOf.get({ monitor, kind });
    if (span === undefined) return;
    end.run({ id: span.id, bucket });
    const { alert } = span;
    if (alert === null || others.get({ alert }) !== undefined) return;
    const { fingerprint = null } = fingerprintOf.get({ alert }) ?? {};
    if (fingerprint === null) return;
    // Whoever was told of the end finds why in the history. A name may change, and be another's later.
    log.append({ commands: [{ type: "Note", id: alert, note }], actor: `monitor:${monitor}` });
    const report = closingReport(fingerprint, isoTime(ended));
    log.append({ commands: [{ type: "Report", report }], actor: null });
  }

  return { open, close };
}
