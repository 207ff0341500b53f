import { ownAddress } from "../../protocol/base-path.ts";
import { createMemo, createSignal, For, onMount, Show } from "solid-js";
import type { NewKey } from "../../protocol/people.ts";
import { CopyButton } from "./CopyButton.tsx";
import { recipesOf } from "./recipes.ts";

/** A key that was just made: it is shown this once, with what to paste where it is used. */
export function NewKeyCard(props: { made: NewKey; onDone: () => void }) {
  let card!: HTMLDivElement;
  const recipes = createMemo(() => recipesOf(props.made, ownAddress()));
  const [chosen, setChosen] = createSignal(0);
  onMount(() => card.focus());
  return (
    <div class="card made" tabindex="-1" role="group" aria-labelledby="made-title" ref={card}>
      <h2 id="made-title">
        The key “<bdi>{props.made.name}</bdi>” is made
      </h2>
      <p>It is shown this once. Nobody can look it up later, here neither.</p>
      <p class="secret-text">
        <code>{props.made.key}</code>
        <CopyButton text={props.made.key} what="the key" />
      </p>
      <div class="seg" role="group" aria-label="For">
        <For each={recipes()}>
          {({ name }, index) => (
            <button
              type="button"
              aria-pressed={chosen() === index()}
              onClick={() => setChosen(index())}
            >
              {name}
            </button>
          )}
        </For>
      </div>
      <Show when={recipes()[chosen()]}>
        {(recipe) => (
          <div class="recipe">
            <p class="footnote">{recipe().place}:</p>
            {/* Its text is wide, and whoever has a keyboard alone has to move it, too. */}
            <pre tabindex="0">{recipe().text}</pre>
            <CopyButton text={recipe().text} what={`the lines for ${recipe().name}`} />
          </div>
        )}
      </Show>
      <div class="form-end">
        <button type="button" class="button" onClick={() => props.onDone()}>
          I have it
        </button>
      </div>
    </div>
  );
}
