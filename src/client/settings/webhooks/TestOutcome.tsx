import { Show } from "solid-js";
import type { WebhookAttempt } from "../../../protocol/webhooks.ts";
import { outcomeWords, reasonWords } from "./attempt-words.ts";
import { Excerpt } from "./Excerpt.tsx";

/** What became of a test; or why none could be made. */
export function TestOutcome(props: { attempt: WebhookAttempt | null; failure: string }) {
  return (
    <>
      <Show when={props.failure}>
        <p class="why">{props.failure}</p>
      </Show>
      <Show when={props.attempt}>
        {(attempt) => (
          <div class="tested" classList={{ well: attempt().outcome === "delivered" }}>
            <p>
              <b>{outcomeWords(attempt())}</b> {reasonWords(attempt())}
            </p>
            <Show when={attempt().excerpt}>{(text) => <Excerpt text={text()} />}</Show>
          </div>
        )}
      </Show>
    </>
  );
}
