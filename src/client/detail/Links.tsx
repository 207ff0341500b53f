import { createMemo, Index, Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { linksOf } from "../words/links.ts";
import { OutwardLink } from "../ui/OutwardLink.tsx";

/** Where to look next: the addresses that the alert was sent with, by their names. */
export function Links(props: { alert: Alert }) {
  const links = createMemo(() => linksOf(props.alert));
  return (
    <Show when={links().length > 0}>
      <ul class="links" aria-label="Links">
        <Index each={links()}>
          {(link) => (
            <li>
              <OutwardLink href={link().href} title={link().href}>
                {link().name}
              </OutwardLink>
            </li>
          )}
        </Index>
      </ul>
    </Show>
  );
}
