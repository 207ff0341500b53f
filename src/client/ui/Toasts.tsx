import { For, onCleanup, onMount, Show } from "solid-js";
import { focusFeed } from "./focus-feed.ts";
import { Icon } from "./Icon.tsx";
import { comeUp, usePresses } from "./press.ts";
import type { Toast, Toasts as Shown } from "./toasts.ts";

/** A message that goes by itself has been there for this time (ms) that nobody was on it … */
const LINGER = 10_000;
/** … by so many steps (ms). */
const STEP = 250;

/** What has just been done, or could not be. */
export function Toasts(props: { toasts: Shown }) {
  let element!: HTMLDivElement;
  // Whichever of them goes, others move: none does while somebody is on any.
  const isInUse = () => element.matches(":hover, :focus-within");
  return (
    // A status is read out as a whole, by default: each message is to be heard once, not with all that are still there.
    <div class="toasts" role="status" aria-live="polite" aria-atomic="false" ref={element}>
      <For each={props.toasts.list()}>
        {(toast) => (
          <Message toast={toast} isInUse={isInUse} onDismiss={() => props.toasts.dismiss(toast)} />
        )}
      </For>
    </div>
  );
}

function Message(props: { toast: Toast; isInUse: () => boolean; onDismiss: () => void }) {
  const presses = usePresses();
  let element!: HTMLParagraphElement;
  const isBad = () => props.toast.tone === "bad";

  onMount(() => {
    comeUp(element, presses);
    let left = LINGER;
    const lingering = setInterval(() => {
      if (!isBad() && !props.isInUse()) left -= STEP;
      if (left <= 0) props.onDismiss();
    }, STEP);
    onCleanup(() => clearInterval(lingering));
  });

  function dismiss(): void {
    focusFeed();
    props.onDismiss();
  }

  function act(event: MouseEvent & { currentTarget: Element }, remedy: () => void): void {
    if (!presses.isMeant(event.currentTarget, event)) return;
    dismiss();
    remedy();
  }

  return (
    <p
      class="toast"
      data-toast
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
