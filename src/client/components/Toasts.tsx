import { For, onCleanup, onMount, Show } from "solid-js";
import { usePage } from "../page/page-model.ts";
import { comeUp } from "../page/press.ts";
import type { Toast } from "../page/toasts.ts";
import { focusFeed } from "../scroll/focus.ts";
import { Icon } from "./Icon.tsx";

/** A message that goes by itself does so after this time (ms). */
const LINGER = 8000;

/** What has just been done, or could not be. */
export function Toasts() {
  const { toasts } = usePage();
  let element!: HTMLDivElement;
  // Whichever of them goes, others move: none does while somebody is on any.
  const isInUse = () => element.matches(":hover, :focus-within");
  return (
    <div class="toasts" role="status" aria-live="polite" ref={element}>
      <For each={toasts.list()}>{(toast) => <Message toast={toast} isInUse={isInUse} />}</For>
    </div>
  );
}

function Message(props: { toast: Toast; isInUse: () => boolean }) {
  const { toasts, presses } = usePage();
  let element!: HTMLParagraphElement;
  const isBad = () => props.toast.tone === "bad";

  onMount(() => {
    comeUp(element, presses);
    const lingering = setInterval(() => {
      if (!isBad() && !props.isInUse()) toasts.dismiss(props.toast);
    }, LINGER);
    onCleanup(() => clearInterval(lingering));
  });

  function dismiss(): void {
    focusFeed();
    toasts.dismiss(props.toast);
  }

  function act(event: MouseEvent & { currentTarget: Element }, remedy: () => void): void {
    if (!presses.isMeant(event.currentTarget, event)) return;
    dismiss();
    remedy();
  }

  return (
    <p
      class="toast"
      data-tone={props.toast.tone}
      role={isBad() ? "alert" : undefined}
      ref={element}
    >
      <span dir="auto">{props.toast.words}</span>
      <Show when={props.toast.remedy}>
        {(remedy) => (
          <button type="button" onClick={(event) => act(event, remedy().act)}>
            {remedy().words}
          </button>
        )}
      </Show>
      <Show when={isBad()}>
        <button type="button" aria-label="Dismiss" onClick={dismiss}>
          <Icon name="close" />
        </button>
      </Show>
    </p>
  );
}
