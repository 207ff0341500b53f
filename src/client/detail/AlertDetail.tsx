import {
  type Component,
  createComponent,
  createEffect,
  Match,
  mergeProps,
  on,
  Show,
  Switch,
} from "solid-js";
import type { Act } from "../../domain/act.ts";
import type { Alert } from "../../domain/alert.ts";
import type { Failure } from "../../protocol/answer.ts";
import { feedPath } from "../address/address.ts";
import { usePageAddress } from "../address/page-address.ts";
import { useSession } from "../session/session.ts";
import { focusFeed } from "../ui/focus-feed.ts";
import { Icon } from "../ui/Icon.tsx";
import { LoadFailure } from "../ui/LoadFailure.tsx";
import type { OpenDetail, Shown } from "./detail.ts";
import type { Drafts } from "./drafts.ts";
import type { Forget } from "./ForgetButton.tsx";
import type { SendNote } from "./NoteForm.tsx";

/** What an alert that is open is shown from, and what is done about it. */
export interface OpenProps {
  readonly detail: OpenDetail;
  readonly drafts: Drafts;
  readonly onNote: SendNote;
  readonly onForget: Forget;
  readonly onUndo: (alert: Alert, act: Act) => void;
  /** The alert that a note is wanted on. */
  readonly toNote: number | null;
  /** The field for it has the focus. */
  readonly onNoting: () => void;
}

/** What shows an alert that is open. */
export interface Opened {
  readonly Told: Component<OpenProps & { readonly shown: Shown }>;
  readonly Controls: Component<OpenProps & { readonly alert: Alert }>;
}

interface Props extends OpenProps {
  /** Undefined until it is loaded. */
  readonly opened: Opened | undefined;
  /** Why it could not be loaded. */
  readonly missing: Failure | null;
  readonly onRetry: () => void;
}

/** The alert that is open, beside the feed; all of it, and what has happened to it. */
export function AlertDetail(props: Props) {
  const { openId, filter } = usePageAddress();
  const { may } = useSession();
  let aside!: HTMLElement;
  const problem = () => {
    const answer = props.detail.answer();
    return answer?.ok === false ? answer.failure : null;
  };
  const read = () => {
    const answer = props.detail.answer();
    return answer?.ok ? answer.value : null;
  };

  // What had the focus may be covered by the detail, or have gone with it.
  createEffect(
    on(
      openId,
      (id) => {
        const isCovering = getComputedStyle(aside).position === "fixed";
        if (id !== null && isCovering) aside.querySelector<HTMLElement>("#detail")?.focus();
        else if (id === null && document.activeElement === document.body) focusFeed();
      },
      { defer: true },
    ),
  );

  const Told = (told: { readonly shown: Shown }) =>
    props.opened && createComponent(props.opened.Told, mergeProps(props, told));
  const Controls = (about: { readonly alert: Alert }) =>
    props.opened && createComponent(props.opened.Controls, mergeProps(props, about));

  return (
    <aside
      class="detail"
      classList={{ open: openId() !== null }}
      ref={aside}
      aria-label="Details of the alert"
    >
      <Show when={openId() !== null} fallback={<NothingOpen />}>
        <div id="detail" class="told" tabindex="-1">
          <a class="close" href={feedPath(filter())} aria-label="Close the details">
            <Icon name="close" />
          </a>
          <Switch fallback={<p class="late">Loading…</p>}>
            <Match when={problem()}>
              {(failure) => <LoadFailure failure={failure()} onRetry={props.detail.retry} />}
            </Match>
            <Match when={props.missing}>
              {(failure) => <LoadFailure failure={failure()} onRetry={props.onRetry} />}
            </Match>
            <Match when={props.opened && read()}>{(shown) => <Told shown={shown()} />}</Match>
          </Switch>
        </div>
        <Show when={may("operate") && props.opened && read()}>
          {(shown) => <Controls alert={shown().alert} />}
        </Show>
      </Show>
    </aside>
  );
}

function NothingOpen() {
  return (
    <p id="detail" class="hint" tabindex="-1">
      Open an alert to see all of it here. <kbd>?</kbd> shows the keys.
    </p>
  );
}
