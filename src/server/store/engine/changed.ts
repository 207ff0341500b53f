import type { Alert } from "../../../domain/alert.ts";
import type { Gone } from "../store.ts";

/**
 * Both lists up to the event up to which they tell all, and no more than `limit` together: of the alerts `most` were
 * asked for.
 */
export function upToOne(
  alerts: readonly Alert[],
  removals: readonly Gone[],
  most: number,
  limit: number,
) {
  const seqs = [...alerts, ...removals].map(({ seq }) => seq).sort((one, other) => one - other);
  const lastAlert = alerts.length < most ? Infinity : (alerts.at(-1)?.seq ?? Infinity);
  const end = Math.min(lastAlert, seqs[limit - 1] ?? Infinity);
  const isWithin = ({ seq }: Gone) => seq <= end;
  return { alerts: alerts.filter(isWithin), removals: removals.filter(isWithin) };
}
