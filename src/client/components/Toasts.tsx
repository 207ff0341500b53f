import { For, onCleanup, onMount, Show } from "solid-js";
import { focusFeed } from "../scroll/focus.ts";
import { usePage } from "../page/page-model.ts";
import type { Toast } from "../page/toasts.ts";

/** A message goes by itself after this time (ms), but not while somebody is on it. */
const LINGER = 8000;

/** What has just been done, or could not be. */
export function Toasts() {
  const { toasts } = usePage();
  return (
    <div class="toasts" role="status" aria-live="polite">
      <For each={toasts.list()}>{(toast) => <Message toast={toast} />}</For>
    </div>
  );
}

function Message(props: { toast: Toast }) {
  const { toasts } = usePage();
  let element!: HTMLParagraphElement;

  onMount(() => {
    const lingering = setInterval(() => {
      if (!element.matches(":hover, :focus-within")) toasts.dismiss(props.toast);
    }, LINGER);
    onCleanup(() => clearInterval(lingering));
  });

  function act(remedy: () => void): void {
    focusFeed();
    toasts.dismiss(props.toast);
    remedy();
  }

  return (
    <p class="toast" data-tone={props.toast.tone} ref={element}>
      <span dir="auto">{props.toast.words}</span>
      <Show when={props.toast.remedy}>
        {(remedy) => (
          <button type="button" onClick={() => act(remedy().act)}>
            {remedy().words}
          </button>
        )}
      </Show>
    </p>
  );
}
