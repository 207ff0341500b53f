import { createUniqueId, For, type JSX, Show } from "solid-js";

/** One of a few that stand side by side, with what it means beneath. */
export function Segments<T extends string | number>(props: {
  label: string;
  offered: readonly T[];
  words: Readonly<Record<T, string>>;
  chosen: T;
  note?: JSX.Element;
  onChange: (value: T) => void;
}) {
  const id = createUniqueId();
  return (
    <div class="field wide">
      <span id={id}>{props.label}</span>
      <div class="seg" role="group" aria-labelledby={id}>
        <For each={props.offered}>
          {(value) => (
            <button
              type="button"
              aria-pressed={props.chosen === value}
              onClick={() => props.onChange(value)}
            >
              {props.words[value]}
            </button>
          )}
        </For>
      </div>
      <Show when={props.note}>
        <p class="footnote">{props.note}</p>
      </Show>
    </div>
  );
}
