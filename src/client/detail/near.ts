import type { Alert } from "../../domain/alert.ts";
import { canAsk, feedPath } from "../address/address.ts";
import { withLabel } from "../address/query.ts";
import { countAlerts } from "../api/count.ts";

/** What lies so far (ms) before and after an alert is near it in time. */
const NEAR = 5 * 60_000;
/** Labels that are looked at: each is a read of its own. */
const MOST_LABELS = 5;

/** Other alerts that came at about the same time and have a label in common with one. */
export interface Near {
  readonly label: string;
  /** How many there are besides. */
  readonly others: number;
  /** Where they are. */
  readonly path: string;
}

/** Those of the label that the fewest others have: it says most about what they have in common. Null where none has any. */
export async function readNear(alert: Alert, signal: AbortSignal): Promise<Near | null> {
  let found: Near | null = null;
  const time = Date.parse(alert.receivedAt);
  const span = { from: time - NEAR, to: time + NEAR };
  for (const [name, value] of Object.entries(alert.labels).slice(0, MOST_LABELS)) {
    const filter = withLabel({}, name, value, "=");
    if (!canAsk(filter)) continue;
    const counted = await countAlerts(filter, signal, span);
    if (signal.aborted || !counted.ok) return null;
    const others = alert.deletedAt === null ? counted.value - 1 : counted.value;
    if (others > 0 && (found === null || others < found.others)) {
      found = {
        label: filter.label?.at(-1) ?? name,
        others,
        path: feedPath(filter, { at: alert.receivedAt }),
      };
    }
  }
  return found;
}
