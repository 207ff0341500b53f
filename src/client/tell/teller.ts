import { type Accessor, createEffect, createMemo, onCleanup } from "solid-js";
import * as v from "valibot";
import { listenToDeeds } from "../api/deeds.ts";
import { hear, readStand } from "./hear.ts";
import { notify, playSound } from "./speak.ts";
import {
  type Catch,
  dueAt,
  SILENT,
  step,
  type Telling,
  type TellingEvent,
  type ToldView,
} from "./telling.ts";
import { noticeOf } from "./tell-words.ts";

/** What tabs tell each other: the alerts that something is done to; null for all that match a filter. */
const deedSchema = v.nullable(v.array(v.number()));

interface Surroundings {
  /** What is told of; nothing where this tab is silent. */
  readonly views: Accessor<readonly ToldView[]>;
  /** Which tabs hear of each other's deeds. */
  readonly name: string;
  readonly onPress: (path: string) => void;
  readonly onDoubt: () => void;
}

/** Carries out what {@link step} decides: hears the views, and tells what they catch. */
export function createTeller({ views, name, onPress, onDoubt }: Surroundings): void {
  let telling: Telling = SILENT;
  let due: ReturnType<typeof setTimeout> | undefined;
  const tabs = new BroadcastChannel(name);
  const chosen = createMemo(views, [], {
    equals: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  });
  let hangUps: readonly (() => void)[] = [];

  function dispatch(event: TellingEvent): void {
    const now = performance.now();
    const [next, news] = step(telling, event, now);
    telling = next;
    if (news !== null) speak(news);
    clearTimeout(due);
    const at = dueAt(telling);
    if (at < Infinity) due = setTimeout(() => dispatch({ type: "tick" }), at - now);
  }

  function speak(news: readonly Catch[]): void {
    const notice = noticeOf(news.filter(({ view }) => view.notify));
    if (notice !== null) notify(notice, onPress);
    // Where nothing may be heard yet, there is nobody to tell so.
    if (news.some(({ view }) => view.sound)) playSound().catch(() => {});
  }

  function hangUp(): void {
    hangUps.forEach((close) => close());
    hangUps = [];
  }

  /** Those that are heard already are heard until then, so that nothing falls between. */
  async function listen(wanted: readonly ToldView[], signal: AbortSignal): Promise<void> {
    const stand = await readStand(signal);
    if (stand === null) return;
    hangUp();
    dispatch({ type: "chosen", views: wanted, newest: stand.newest });
    hangUps = wanted.map(({ key, filter }) =>
      hear(filter, stand.head, {
        onHeard: () => dispatch({ type: "heard", key }),
        onUpdate: (update) => dispatch({ type: "updated", key, update }),
        // The log is another, or what was between is too much to tell.
        onReset: () => {
          silence();
          void listen(wanted, signal);
        },
        onDoubt,
      }),
    );
  }

  function silence(): void {
    hangUp();
    dispatch({ type: "chosen", views: [], newest: 0 });
  }

  createEffect(() => {
    const ended = new AbortController();
    if (chosen().length === 0) silence();
    else void listen(chosen(), ended.signal);
    onCleanup(() => ended.abort());
  });
  const unheard = listenToDeeds((ids) => {
    dispatch({ type: "acted", ids });
    tabs.postMessage(ids);
  });
  tabs.onmessage = ({ data }) => {
    const ids = v.safeParse(deedSchema, data);
    if (ids.success) dispatch({ type: "acted", ids: ids.output });
  };
  onCleanup(() => {
    unheard();
    hangUp();
    clearTimeout(due);
    tabs.close();
  });
}
