import { Show } from "solid-js";
import type { OpenSession } from "../../protocol/people.ts";
import { endSession } from "./people.ts";
import { actorWords } from "../words/actor-words.ts";
import { plain } from "../words/plain.ts";
import { ById } from "./ById.tsx";
import { createDeed } from "./deed.ts";
import { deviceWords } from "./device-words.ts";
import { Ago, Day } from "./Moment.tsx";
import { RowButton } from "./RowButton.tsx";

/** Browsers that are signed in. What one has ended is gone at once. */
export function SessionList(props: {
  sessions: readonly OpenSession[];
  /** Whether it is said whose they are. */
  isOfAll: boolean;
  onEnded: () => Promise<void>;
}) {
  const ending = createDeed();

  function end({ id }: OpenSession): void {
    void ending.run(() => endSession(id), props.onEnded);
  }

  return (
    <>
      <ul class="list" tabindex="-1" aria-label="Sessions">
        <ById each={props.sessions}>
          {(session) => (
            <li class="item">
              <i class="dot" classList={{ off: !session().isCurrent }} />
              <span>
                <Show when={props.isOfAll}>
                  <b dir="auto">{actorWords(session().principal)}</b>{" "}
                </Show>
                <b classList={{ light: props.isOfAll }}>{deviceWords(session().userAgent)}</b>
              </span>
              <small>
                {plain(session().address)} · last used <Ago time={session().lastUsedAt} /> · ends{" "}
                <Day time={session().expiresAt} /> at the latest
              </small>
              <span class="right">
                <Show when={!session().isCurrent} fallback="This one">
                  <RowButton label={`End ${nameOf(session())}`} onPress={() => end(session())}>
                    End
                  </RowButton>
                </Show>
              </span>
            </li>
          )}
        </ById>
      </ul>
      <p class="attempt slim" role="alert">
        {ending.failure()}
      </p>
    </>
  );
}

function nameOf({ principal, userAgent, address }: OpenSession): string {
  return `the session of ${actorWords(principal)}: ${deviceWords(userAgent)}, ${plain(address)}`;
}
