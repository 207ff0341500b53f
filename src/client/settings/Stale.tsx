import { Show } from "solid-js";
import type { Failure } from "../../protocol/answer.ts";
import { failureWords } from "../words/failure-words.ts";

/** Beneath what is watched: why it may be old, if it may. */
export function Stale(props: { failure: Failure | null }) {
  return (
    <p class="footnote stale" role="status">
      <Show when={props.failure}>
        {(why) => <>{failureWords(why())} This may be old; it is asked again.</>}
      </Show>
    </p>
  );
}
