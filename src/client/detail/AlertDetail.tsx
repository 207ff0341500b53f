import { type Component, createEffect, Match, on, Show, Switch } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { feedPath } from "../address/address.ts";
import { usePageAddress } from "../address/page-address.ts";
import type { Detail } from "../api/api.ts";
import { useSession } from "../session/session.ts";
import { useClock } from "../ui/clock.ts";
import { focusFeed } from "../ui/focus-feed.ts";
import type { OpenDetail } from "./detail.ts";
import type { Drafts } from "./drafts.ts";
import { similarTo } from "./similar.ts";
import {
  readableAnnotations,
  SEVERITY_WORDS,
  statusWords,
  timesOf,
  truncatedAlerts,
} from "../words/words.ts";
import { Facts } from "./Facts.tsx";
import { History } from "./History.tsx";
import { Icon, markOf } from "../ui/Icon.tsx";
import { Labels } from "./Labels.tsx";
import { Links } from "./Links.tsx";
import { LoadFailure } from "../ui/LoadFailure.tsx";
import { NoteForm, type SendNote } from "./NoteForm.tsx";
import { Prose } from "../ui/Prose.tsx";

interface Props {
  readonly detail: OpenDetail;
  readonly drafts: Drafts;
  readonly onNote: SendNote;
  /** What can be done to the alert. */
  readonly actions: Component<{ alert: Alert }>;
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
            <Match when={read()}>
              {(shown) => <Content shown={shown()} detail={props.detail} />}
            </Match>
          </Switch>
        </div>
        <Show when={may("operate") && read()}>
          {(shown) => <Controls {...props} alert={shown().alert} />}
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

function Content(props: { shown: Detail; detail: OpenDetail }) {
  const clock = useClock();
  const { filter } = usePageAddress();
  const { actor } = useSession();
  const alert = () => props.shown.alert;
  return (
    <>
      <p class="kicker" data-severity={alert().severity}>
        <Icon name={markOf(alert())} class="mark" />
        <b>{SEVERITY_WORDS[alert().severity]}</b>
        <span>{statusWords(alert(), clock.now())}</span>
        <span>
          <Show when={similarTo(alert(), filter(), actor).ofSource()} fallback={alert().source}>
            {(path) => <a href={path()}>{alert().source}</a>}
          </Show>
        </span>
      </p>
      <h2 dir="auto">{alert().title}</h2>
      <Show when={alert().description}>
        {(description) => (
          <p class="description" dir="auto">
            <Prose text={description()} />
          </p>
        )}
      </Show>
      <Show when={truncatedAlerts(alert())}>{(count) => <LeftOut count={count()} />}</Show>
      <Links alert={alert()} />
      <Labels alert={alert()} />
      <Show when={readableAnnotations(alert()).length > 0}>
        <Facts title="Annotations" facts={readableAnnotations(alert())} />
      </Show>
      <History history={props.shown.history} detail={props.detail} />
      <Times alert={alert()} />
    </>
  );
}

/** What can be done about it: below all that is told of it, which may grow at any time. */
function Controls(props: Omit<Props, "detail"> & { readonly alert: Alert }) {
  return (
    <div class="controls">
      <NoteForm alert={props.alert} drafts={props.drafts} onNote={props.onNote} />
      <props.actions alert={props.alert} />
    </div>
  );
}

function LeftOut(props: { count: number }) {
  return (
    <p class="left-out">
      Alertmanager left {props.count} more {props.count === 1 ? "alert" : "alerts"} of this group
      out of the notification.
    </p>
  );
}

function Times(props: { alert: Alert }) {
  const clock = useClock();
  return <Facts title="About" facts={timesOf(props.alert, clock.zone())} />;
}
