import "server-only";
import { setImmediate } from "node:timers/promises";
import { idOf } from "../../domain/diff.ts";
import { EVERYTHING, type Filter } from "../../domain/filter.ts";
import { ok, type Result } from "../../domain/problem.ts";
import { MAX_PAGE_SIZE } from "../../protocol/page.ts";
import type { Suggestions } from "../../protocol/suggestions.ts";
import type { Commit, Store } from "../store/store.ts";
import { type Carried, createCarried, type Room, ROOM } from "./carried.ts";
import { countOpen, type Looking, suggest } from "./suggest.ts";

const OPEN: Filter = { ...EVERYTHING, status: ["firing", "acknowledged"] };

/** What can be suggested to whoever types a filter. */
export interface Suggester {
  readonly suggest: (text: string, filter: Filter) => Promise<Result<Suggestions>>;
  /**
   * How many open alerts the filter wants; null where that is not known here: for words, for the trash, and where
   * more are open than there is room for.
   */
  readonly count: (filter: Filter) => Promise<Result<number | null>>;
  /** Takes what a commit changed. */
  readonly publish: (commit: Commit) => void;
  /** To be called where the history is another from now on: as many events may lead to other alerts in it. */
  readonly beginAnew: () => void;
}

/** What open alerts carry, complete once `loaded` resolves. */
interface Known {
  readonly carried: Carried;
  /** What was told of while the others are read: what is read of those may be older. */
  told: Set<number> | null;
  readonly loaded: Promise<Result<null>>;
}

/**
 * Keeps what open alerts carry from when it is first asked: they are read once, and told of from then on.
 */
export function createSuggester(store: Pick<Store, "page" | "head">, room: Room = ROOM): Suggester {
  let known: Known | null = null;
  let heard = store.head().seq;
  let last: Promise<unknown> = Promise.resolve();

  function know(): Known {
    const carried = createCarried(room);
    const told = new Set<number>();
    const begun: Known = { carried, told, loaded: load(carried, told) };
    const forget = () => {
      if (known === begun) known = null;
    };
    begun.loaded.then(({ ok }) => (ok ? (begun.told = null) : forget()), forget);
    return begun;
  }

  /** From the oldest on, in the order in which they would have been told of. */
  async function load(carried: Carried, told: ReadonlySet<number>): Promise<Result<null>> {
    for (let after = 0; ;) {
      const page = await store.page(OPEN, { type: "after", id: after }, MAX_PAGE_SIZE);
      if (!page.ok) return page;
      const { alerts, newer } = page.value;
      for (const alert of alerts.toReversed())
        if (!told.has(alert.id)) carried.take(alert.id, alert);
      const [newest] = alerts;
      if (newer === null || newest === undefined) return ok(null);
      after = newest.id;
    }
  }

  async function carriedNow(): Promise<Result<Carried>> {
    const { carried, loaded } = (known ??= know());
    const result = await loaded;
    return result.ok ? ok(carried) : result;
  }

  /** One after the other, since the parts of all that are under way would come in the same turn of the event loop. */
  function inTurn<T>(look: () => Looking<T>): Promise<T> {
    const looked = last.then(() => inParts(look()));
    last = looked.catch(() => {});
    return looked;
  }

  return {
    async suggest(text, filter) {
      const carried = await carriedNow();
      return carried.ok ? ok(await inTurn(() => suggest(carried.value, text, filter))) : carried;
    },
    async count(filter) {
      if (filter.words.length > 0 || filter.deleted === "only") return ok(null);
      const carried = await carriedNow();
      if (!carried.ok) return carried;
      return ok(await inTurn(() => countWhole(carried.value, filter)));
    },
    publish({ from, to, changes }) {
      // Another process has written what is not told here.
      if (from !== heard) known = null;
      heard = to;
      if (known === null) return;
      for (const change of changes) {
        known.told?.add(idOf(change));
        known.carried.take(idOf(change), change.after);
      }
      if (known.carried.isWorthReading()) known = null;
    },
    beginAnew() {
      known = null;
      heard = store.head().seq;
    },
  };
}

/** Null where some were forgotten by the time that it begins. */
function* countWhole(carried: Carried, filter: Filter): Looking<number | null> {
  return carried.isWhole() ? yield* countOpen(carried, filter) : null;
}

/** Lets others have their turn after each part. */
async function inParts<T>(looking: Looking<T>): Promise<T> {
  let step = looking.next();
  while (step.done !== true) {
    await setImmediate();
    step = looking.next();
  }
  return step.value;
}
