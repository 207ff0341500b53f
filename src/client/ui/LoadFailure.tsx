import { Show } from "solid-js";
import { type Failure, isPassing } from "../../protocol/answer.ts";
import { focusFeed } from "./focus-feed.ts";

/** What could not be loaded, and a way to try again at once. */
export function LoadFailure(props: { failure: Failure; onRetry: () => void }) {
  function retry(): void {
    focusFeed();
    props.onRetry();
  }

  return (
    <div class="failure" role="alert">
      <p>
        <strong>{props.failure.title}.</strong> {props.failure.detail}
      </p>
      <Show when={isPassing(props.failure)}>
        <button type="button" onClick={retry}>
          Try again
        </button>
      </Show>
    </div>
  );
}
