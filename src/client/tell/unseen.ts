import type { Alert } from "../../domain/alert.ts";
import { isArrival, type Update } from "../window/window.ts";

/** More are not told apart. */
export const MOST_UNSEEN = 1000;

/** The critical alerts that have arrived and that nobody can have seen on this page. */
export interface Unseen {
  readonly ids: ReadonlySet<number>;
  /** The highest id that has arrived. */
  readonly newest: number;
}

/** What arrives: some of it may be before the reader's eyes at once, see {@link look}. */
export function arrive({ ids, newest }: Unseen, update: Update): Unseen {
  const unseen = new Set(ids);
  for (const id of update.remove) unseen.delete(id);
  for (const patch of update.patch) if (isOver(patch)) unseen.delete(patch.id);
  for (const alert of update.put) {
    if (isOver(alert)) unseen.delete(alert.id);
    else if (alert.id > newest && isArrival(alert, update) && unseen.size < MOST_UNSEEN) {
      unseen.add(alert.id);
    }
  }
  return { ids: unseen, newest: update.put.reduce((most, { id }) => Math.max(most, id), newest) };
}

/** What an alert, or a patch of it, says of whether it is to be seen. */
interface Said {
  readonly severity?: Alert["severity"] | undefined;
  readonly status?: Alert["status"] | undefined;
  readonly snoozedUntil?: Alert["snoozedUntil"] | undefined;
}

/** Whether it says that the alert is not critical, or that somebody has seen to it. */
function isOver({ severity, status, snoozedUntil }: Said): boolean {
  return (
    (severity ?? "critical") !== "critical" ||
    (status ?? "firing") !== "firing" ||
    (snoozedUntil ?? null) !== null
  );
}

/** The page is looked at: what has a row is seen, and all is where nothing waits above. */
export function look(
  { ids, newest }: Unseen,
  hasRow: (id: number) => boolean,
  isAnyWaiting: boolean,
): Unseen {
  return { ids: new Set(isAnyWaiting ? [...ids].filter((id) => !hasRow(id)) : []), newest };
}
