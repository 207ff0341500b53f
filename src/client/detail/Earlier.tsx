import { createMemo, For, Index, Show } from "solid-js";
import type { Episodes } from "../../protocol/episodes.ts";
import { usePageAddress } from "../address/page-address.ts";
import { useClock } from "../ui/clock.ts";
import { DAYS, daysOfTrouble, episodesWords, episodeWords } from "../words/episode-words.ts";
import { momentWords, shortMomentWords } from "../words/time.ts";

/** Episodes that are listed. */
const LISTED = 10;
/** The strip's height, and the least of a day with trouble. */
const HEIGHT = 28;
const LEAST = 3;

/** What has been of the same trouble before: how often, how long, and the last of it. */
export function Earlier(props: { episodes: Episodes }) {
  const clock = useClock();
  const { pathOf } = usePageAddress();
  const words = createMemo(() => episodesWords(props.episodes, clock.now()));
  return (
    <Show when={words()}>
      <section class="earlier">
        <h3>Seen before: {words()}</h3>
        <Strip episodes={props.episodes} words={words()} />
        <ol>
          <For each={props.episodes.episodes.slice(0, LISTED)}>
            {(episode) => (
              <li>
                <a href={pathOf(episode)} title={momentWords(episode.startedAt, clock.zone())}>
                  <time datetime={episode.startedAt}>
                    {shortMomentWords(episode.startedAt, clock.now(), clock.zone())}
                  </time>
                </a>
                <span>{episodeWords(episode)}</span>
              </li>
            )}
          </For>
        </ol>
      </section>
    </Show>
  );
}

/** The last thirty days, today on the right; a bar is a day on which trouble began. */
function Strip(props: { episodes: Episodes; words: string }) {
  const clock = useClock();
  const days = createMemo(() => daysOfTrouble(props.episodes.episodes, clock.now()));
  const height = (share: number): number => LEAST + share * (HEIGHT - LEAST);
  return (
    <Show when={days().length > 0}>
      <svg
        class="strip"
        viewBox={`0 0 ${DAYS} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`The last ${DAYS} days: ${props.words}`}
      >
        <Index each={days()}>
          {(day) => (
            <rect
              data-severity={day().severity}
              x={day().day + 0.1}
              y={HEIGHT - height(day().height)}
              width="0.8"
              height={height(day().height)}
            />
          )}
        </Index>
      </svg>
    </Show>
  );
}
