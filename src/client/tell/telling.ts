import type { Alert } from "../../domain/alert.ts";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Update } from "../window/window.ts";

/** Nothing is told more often than this (ms). */
export const INTERVAL = 10_000;
/**
 * So long (ms) after a view is heard, the server may still say what had been so before: alerts that
 * have changed are put whole then, also where they had matched all the time.
 */
export const CATCH_UP = 10_000;
/** So long (ms) what happens to an alert may be what the reader has asked for. */
const OWN = 20_000;
/** More alerts of one view are not told apart. */
export const MOST = 1000;

/** A view that somebody wants to be told of, and how. */
export interface ToldView {
  readonly key: string;
  readonly name: string;
  readonly filter: WrittenFilter;
  readonly notify: boolean;
  readonly sound: boolean;
}

/** What one view has caught since something was told. */
export interface Catch {
  readonly view: ToldView;
  readonly alerts: readonly Alert[];
}

/** What is known of a view that is listened to. No rows are: a view may show a million. */
interface Heard {
  readonly view: ToldView;
  /** The highest id that had arrived when it was first heard, or that it has caught. */
  readonly highest: number;
  /** From when on (ms) what is put has come to match only now. */
  readonly currentFrom: number;
  readonly caught: ReadonlyMap<number, Alert>;
}

export interface Telling {
  /** By their keys, in the order in which they are shown. */
  readonly heard: ReadonlyMap<string, Heard>;
  /** Until when (ms) what happens to an alert is the reader's own doing; of null, to any that is not new. */
  readonly own: ReadonlyMap<number | null, number>;
  /** When (ms) something may be told again. */
  readonly mayTellAt: number;
}

export const SILENT: Telling = { heard: new Map(), own: new Map(), mayTellAt: -Infinity };

export type TellingEvent =
  /** These are told of from now on; `newest` is the highest id that has arrived. */
  | { readonly type: "chosen"; readonly views: readonly ToldView[]; readonly newest: number }
  /** A view is heard, for the first time or again. */
  | { readonly type: "heard"; readonly key: string }
  | { readonly type: "updated"; readonly key: string; readonly update: Omit<Update, "to"> }
  /** The reader has asked for something to be done to these; null: to all that match a filter. */
  | { readonly type: "acted"; readonly ids: readonly number[] | null }
  | { readonly type: "tick" };

/** What is to be told now, of each view what it has caught; null for nothing. */
type Step = readonly [Telling, readonly Catch[] | null];

/** What is told, and when. `now` (ms) never goes back. */
export function step(telling: Telling, event: TellingEvent, now: number): Step {
  switch (event.type) {
    case "chosen":
      return [choose(telling, event.views, event.newest), null];
    case "heard":
      return [
        change(telling, event.key, (heard) => ({ ...heard, currentFrom: now + CATCH_UP })),
        null,
      ];
    case "updated":
      return tell(take(telling, event.key, event.update, now), now);
    case "acted":
      return [act(telling, event.ids, now), null];
    case "tick":
      return tell(telling, now);
    default:
      return event satisfies never;
  }
}

/** When (ms) there will be something to tell, unless something happens before. */
export function dueAt(telling: Telling): number {
  return catches(telling).length === 0 ? Infinity : telling.mayTellAt;
}

/** Of a view whose filter is another, nothing is known any more. */
function choose(telling: Telling, views: readonly ToldView[], newest: number): Telling {
  const heard = views.map((view): [string, Heard] => {
    const known = telling.heard.get(view.key);
    const isSame = known && JSON.stringify(known.view.filter) === JSON.stringify(view.filter);
    if (isSame) return [view.key, { ...known, view }];
    return [view.key, { view, highest: newest, currentFrom: Infinity, caught: new Map() }];
  });
  return { ...telling, heard: new Map(heard) };
}

function change(telling: Telling, key: string, to: (heard: Heard) => Heard): Telling {
  const heard = telling.heard.get(key);
  return heard ? { ...telling, heard: new Map(telling.heard).set(key, to(heard)) } : telling;
}

function take(telling: Telling, key: string, update: Omit<Update, "to">, now: number): Telling {
  return change(telling, key, (heard) => {
    const caught = new Map(heard.caught);
    for (const id of update.remove) caught.delete(id);
    for (const patch of update.patch) {
      const alert = caught.get(patch.id);
      if (patch.snoozedUntil) caught.delete(patch.id);
      else if (alert) caught.set(patch.id, Object.assign({}, alert, patch));
    }
    for (const alert of update.put) {
      if (alert.snoozedUntil !== null) caught.delete(alert.id);
      else if (caught.has(alert.id) || isNews(telling, heard, alert, now))
        caught.set(alert.id, alert);
      if (caught.size > MOST) caught.delete(alert.id);
    }
    const highest = update.put.reduce((most, { id }) => Math.max(most, id), heard.highest);
    return { ...heard, caught, highest };
  });
}

/** Whether an alert has arrived, or has come to match, and not by the reader's own doing. */
function isNews({ own }: Telling, heard: Heard, { id }: Alert, now: number): boolean {
  const isOwn = (key: number | null): boolean => (own.get(key) ?? -Infinity) > now;
  if (isOwn(id)) return false;

  return id > heard.highest || (now >= heard.currentFrom && !isOwn(null));
}

function act(telling: Telling, ids: readonly number[] | null, now: number): Telling {
  const lasting = [...telling.own].filter(([, until]) => until > now);
  const added = (ids ?? [null]).map((id): [number | null, number] => [id, now + OWN]);
  return { ...telling, own: new Map([...lasting, ...added]) };
}

function tell(telling: Telling, now: number): Step {
  const news = catches(telling);
  if (news.length === 0 || now < telling.mayTellAt) return [telling, null];
  const heard = [...telling.heard].map(([key, one]): [string, Heard] => [
    key,
    { ...one, caught: new Map() },
  ]);
  return [{ ...telling, heard: new Map(heard), mayTellAt: now + INTERVAL }, news];
}

function catches({ heard }: Telling): Catch[] {
  return [...heard.values()]
    .filter(({ caught }) => caught.size > 0)
    .map(({ view, caught }) => ({ view, alerts: [...caught.values()] }));
}
