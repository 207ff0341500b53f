import { createMemo, For, Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { linksOf } from "../words/links.ts";
import { OutwardLink } from "../ui/OutwardLink.tsx";

/** Where to look next: the addresses that the alert was sent with, by their names. */
export function Links(props: { alert: Alert }) {
  const links = createMemo(() => linksOf(props.alert));
  return (
    <Show when={links().length > 0}>
      <ul class="links" aria-label="Links">
        <For each={links()}>
          {({ name, href }) => (
            <li>
              <OutwardLink href={href} title={href}>
                {name}
              </OutwardLink>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
