import type { JSX } from "solid-js";
import { Icon } from "../ui/Icon.tsx";

/** A page at which one comes in. */
export function Door(props: { title: string; children: JSX.Element }) {
  return (
    <main class="door">
      <div class="door-card">
        <p class="brand">
          <Icon name="bell" />
          <span>Tocsin</span>
        </p>
        <h1>{props.title}</h1>
        {props.children}
        <noscript>
          <p class="no-script">
            This needs JavaScript. Allow it for this page, then load it again. Once you are signed
            in, the feed can be read without.
          </p>
        </noscript>
      </div>
    </main>
  );
}
