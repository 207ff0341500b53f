import { createUniqueId, onMount, Show } from "solid-js";
import { SecretText } from "./SecretText.tsx";

/** A webhook that was just made, with what it signs with. */
export function MadeCard(props: { name: string; secret: string | null; onDone: () => void }) {
  const id = createUniqueId();
  let card!: HTMLDivElement;
  onMount(() => card.focus());
  return (
    <div class="card made" tabindex="-1" role="group" aria-labelledby={id} ref={card}>
      <h2 id={id}>
        The webhook “<bdi>{props.name}</bdi>” is made
      </h2>
      <p>It is sent what happens from now on. What it was sent stands in its log.</p>
      <Show when={props.secret}>{(secret) => <SecretText secret={secret()} />}</Show>
      <div class="form-end">
        <button type="button" class="button" onClick={() => props.onDone()}>
          {props.secret === null ? "Done" : "I have it"}
        </button>
      </div>
    </div>
  );
}
