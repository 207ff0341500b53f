import type { Alert } from "../../../domain/alert.ts";

/** Characters of text in a page, about: what an alert may have at most fits some eight times. */
export const MOST_TEXT = 1_048_576;

/** Alerts on a way, nearest first: each as whoever walks reads it. */
export interface Steps<Item = Alert> {
  readonly alerts: Item[];
  /** Whether more of the filter's alerts lie beyond them. */
  readonly hasMore: boolean;
  /**
   * The last id that was looked at, where the time ran out on the way: whether there are more is not
   * known. Else null.
   */
  readonly stoppedAt: number | null;
}

/** Rows on a way; then, where the time ran out, the last id that was looked at. */
export type Way<Row> = Generator<Row, number | null, void>;

/** How the rows of an engine are read, and how many characters of text they have. */
export interface Reading<Row, Item> {
  readonly read: (row: Row) => Item;
  readonly textIn: (row: Row) => number;
}

/** As many of the rows as are wanted and fit, at least one; one more that is there says that there are more. */
export function take<Row, Item>(
  way: Way<Row>,
  limit: number,
  text: number,
  { read, textIn }: Reading<Row, Item>,
): Steps<Item> {
  const alerts: Item[] = [];
  let left = text;
  for (;;) {
    const step = way.next();
    if (step.done === true) return { alerts, hasMore: false, stoppedAt: step.value };
    left -= textIn(step.value);
    if (alerts.length >= limit || (left < 0 && alerts.length > 0)) {
      way.return(null);
      return { alerts, hasMore: true, stoppedAt: null };
    }
    alerts.push(read(step.value));
  }
}
