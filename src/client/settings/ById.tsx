import { type Accessor, createMemo, For, type JSX, Show } from "solid-js";

/** A list whose rows stay for as long as what they show is there, whatever of it changes. */
export function ById<T extends { readonly id: number | string }>(props: {
  each: readonly T[];
  children: (one: Accessor<T>) => JSX.Element;
}) {
  const byId = createMemo(() => new Map(props.each.map((one) => [one.id, one])));
  return (
    <For each={[...byId().keys()]}>
      {(id) => <Show when={byId().get(id)}>{(one) => props.children(one)}</Show>}
    </For>
  );
}
