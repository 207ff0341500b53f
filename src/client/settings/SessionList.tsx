import { For, Show } from "solid-js";
import type { OpenSession } from "../../protocol/people.ts";
import { endSession } from "../api/people.ts";
import { useInteractive } from "../ui/interactive.ts";
import { actorWords } from "../words/actor-words.ts";
import { plain } from "../words/plain.ts";
import { createDeed } from "./deed.ts";
import { deviceWords } from "./device-words.ts";
import { Ago, Day } from "./Moment.tsx";

/** Browsers that are signed in. What one has ended is gone at once. */
export function SessionList(props: {
  sessions: readonly OpenSession[];
  /** Whether it is said whose they are. */
  isOfAll: boolean;
  onEnded: () => Promise<void>;
}) {
  const isInteractive = useInteractive();
  const ending = createDeed();
  return (
    <>
      <ul class="list">
        <For each={props.sessions}>
          {(session) => (
            <li class="item">
              <i class="dot" classList={{ off: !session.isCurrent }} />
              <span>
                <Show when={props.isOfAll}>
                  <b dir="auto">{actorWords(session.principal)}</b>{" "}
                </Show>
                <b classList={{ light: props.isOfAll }}>{deviceWords(session.userAgent)}</b>
              </span>
              <small>
                {plain(session.address)} · last used <Ago time={session.lastUsedAt} /> · ends{" "}
                <Day time={session.expiresAt} /> at the latest
              </small>
              <span class="right">
                <Show when={!session.isCurrent} fallback="This one">
                  <button
                    type="button"
                    class="button"
                    disabled={!isInteractive()}
                    aria-label={`End the session of ${actorWords(session.principal)}: ${deviceWords(session.userAgent)}, ${plain(session.address)}`}
                    onClick={() => void ending.run(() => endSession(session.id), props.onEnded)}
                  >
                    End
                  </button>
                </Show>
              </span>
            </li>
          )}
        </For>
      </ul>
      <p class="attempt slim" role="alert">
        {ending.failure()}
      </p>
    </>
  );
}
