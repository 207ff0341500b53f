import { type Alert, SEVERITIES } from "../../domain/alert.ts";
import { alertPath, feedPath } from "../address/address.ts";
import { plain } from "../words/plain.ts";
import { stateWords } from "../words/words.ts";
import { type Catch, MOST } from "./telling.ts";

/** As many alerts are named where there are several. */
const NAMED = 3;

/** What a notification says, and where it leads. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly path: string;
  /** A notice takes the place of an earlier one that is the same. */
  readonly tag: string;
}

/** What views have caught, in words: an alert by its name, several by their number. Null for nothing. */
export function noticeOf(catches: readonly Catch[]): Notice | null {
  const own = eachOnce(catches);
  const [first] = own;
  if (first === undefined) return null;
  const tag = own.map(({ view }) => view.key).join(" ");
  const alerts = own.flatMap((one) => one.alerts);
  const [alert] = alerts;
  if (alert && alerts.length === 1) {
    return {
      title: plain(alert.title),
      body: `${stateWords(alert)} · ${plain(alert.source)} · ${first.view.name}`,
      path: alertPath(alert.id, first.view.filter),
      tag,
    };
  }
  const [words] = own.map(catchWords);
  const title = own.length === 1 ? `${words}` : `${countWords(alerts.length)} new alerts`;
  const counts = own.length === 1 ? [] : [own.map(placeWords).join(", ")];
  const names = worstFirst(alerts)
    .slice(0, NAMED)
    .map((one) => plain(one.title));
  return { title, body: [...counts, ...names].join("\n"), path: feedPath(first.view.filter), tag };
}

/** An alert that several views have caught is the first one's. */
function eachOnce(catches: readonly Catch[]): Catch[] {
  const told = new Set<number>();
  return catches.flatMap(({ view, alerts }) => {
    const own = alerts.filter(({ id }) => !told.has(id));
    for (const { id } of own) told.add(id);
    return own.length === 0 ? [] : [{ view, alerts: own }];
  });
}

/** "3 new alerts in Needs someone" */
function catchWords({ view, alerts }: Catch): string {
  const noun = alerts.length === 1 ? "alert" : "alerts";
  return `${countWords(alerts.length)} new ${noun} in ${view.name}`;
}

function placeWords({ view, alerts }: Catch): string {
  return `${countWords(alerts.length)} in ${view.name}`;
}

function countWords(count: number): string {
  return `${count.toLocaleString("en-GB")}${count >= MOST ? "+" : ""}`;
}

function worstFirst(alerts: readonly Alert[]): Alert[] {
  return alerts.toSorted(
    (one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity),
  );
}
