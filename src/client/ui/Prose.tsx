import { createMemo, For, Show } from "solid-js";
import { partsOf } from "../words/links.ts";
import { OutwardLink } from "./OutwardLink.tsx";

/** Text of others, in which addresses can be followed. */
export function Prose(props: { text: string }) {
  const text = createMemo(() => props.text);
  const parts = createMemo(() => partsOf(text()));
  return (
    <For each={parts()}>
      {({ text, href }) => (
        <Show when={href} fallback={<span class="part">{text}</span>}>
          {(address) => <OutwardLink href={address()}>{text}</OutwardLink>}
        </Show>
      )}
    </For>
  );
}
