import { createEffect, createMemo, createSignal, on, onCleanup, Show } from "solid-js";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Page } from "../../protocol/page.ts";
import { canAsk, feedPath, sameFilter } from "../address/address.ts";
import { readPage } from "../api/api.ts";

/** The feed is asked once nothing more was typed for this long (ms). */
const PAUSE = 300;
/** So many alerts are counted. */
const COUNTED = 50;

/** How many alerts of the feed a filter matches, and a way to see them. */
export function MatchCount(props: { filter: WrittenFilter }) {
  const filter = createMemo(() => props.filter, undefined, { equals: sameFilter });
  const [page, setPage] = createSignal<Page | null>(null);

  createEffect(
    on(filter, (wanted) => {
      const gone = new AbortController();
      const waiting = setTimeout(() => void count(wanted, gone.signal), PAUSE);
      onCleanup(() => {
        clearTimeout(waiting);
        gone.abort();
      });
    }),
  );

  async function count(wanted: WrittenFilter, signal: AbortSignal): Promise<void> {
    const answer = canAsk(wanted) ? await readPage(wanted, {}, signal, COUNTED) : null;
    if (!signal.aborted) setPage(answer?.ok ? answer.value : null);
  }

  return (
    <p class="footnote matches" role="status">
      <Show when={page()}>
        {(found) => (
          <>
            {matchWords(found())}{" "}
            <a href={feedPath(filter())} rel="external noopener" target="_blank">
              See them
            </a>
          </>
        )}
      </Show>
    </p>
  );
}

function matchWords({ alerts, older }: Page): string {
  if (older !== null) return `Matches more than ${COUNTED} alerts in the feed now.`;
  if (alerts.length === 0) return "Matches no alert in the feed yet.";
  return alerts.length === 1
    ? "Matches 1 alert in the feed now."
    : `Matches ${alerts.length} alerts in the feed now.`;
}
