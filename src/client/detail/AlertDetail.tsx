import {
  type Component,
  createComponent,
  createEffect,
  createSignal,
  Match,
  on,
  onMount,
  Show,
  Switch,
} from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { feedPath } from "../address/address.ts";
import { usePageAddress } from "../address/page-address.ts";
import { useSession } from "../session/session.ts";
import { useClock } from "../ui/clock.ts";
import { focusFeed } from "../ui/focus-feed.ts";
import type { OpenDetail, Shown } from "./detail.ts";
import type { Drafts } from "./drafts.ts";
import { similarTo } from "./similar.ts";
import { silentWords } from "../words/silence.ts";
import {
  readableAnnotations,
  SEVERITY_WORDS,
  snoozedWords,
  statusWords,
  timesOf,
  truncatedAlerts,
} from "../words/words.ts";
import { Earlier } from "./Earlier.tsx";
import { Facts } from "./Facts.tsx";
import { History, type UndoEntry } from "./History.tsx";
import { type Forget, ForgetButton } from "./ForgetButton.tsx";
import { Icon, markOf } from "../ui/Icon.tsx";
import { Labels } from "./Labels.tsx";
import { Links } from "./Links.tsx";
import { MonitorOf } from "./MonitorOf.tsx";
import { MonitorsOf } from "./MonitorsOf.tsx";
import { monitorOf, monitorsOf } from "./monitor.ts";
import { LoadFailure } from "../ui/LoadFailure.tsx";
import { NoteForm, type SendNote } from "./NoteForm.tsx";
import { Prose } from "../ui/Prose.tsx";

interface Props {
  readonly detail: OpenDetail;
  readonly drafts: Drafts;
  readonly onNote: SendNote;
  readonly onForget: Forget;
  /** What can be done to the alert. */
  readonly actions: Component<{ alert: Alert }>;
  /** What takes an entry of the history back. */
  readonly undo: UndoEntry;
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
              {(shown) => <Content shown={shown()} detail={props.detail} undo={props.undo} />}
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

function Content(props: { shown: Shown; detail: OpenDetail; undo: UndoEntry }) {
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
        <Show when={snoozedWords(alert(), clock.now(), clock.zone())}>
          {(words) => <span>{words()}</span>}
        </Show>
        <Show when={silentWords(alert(), clock.now())}>{(words) => <span>{words()}</span>}</Show>
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
      <Show when={monitorOf(alert())} keyed>
        {(id) => <MonitorOf id={id} alert={alert()} />}
      </Show>
      <Show when={monitorsOf(alert()).length > 0}>
        <MonitorsOf ids={monitorsOf(alert())} />
      </Show>
      <Links alert={alert()} />
      <Labels alert={alert()} />
      <NearPlace alert={alert()} />
      <Show when={readableAnnotations(alert()).length > 0}>
        <Facts title="Annotations" facts={readableAnnotations(alert())} />
      </Show>
      <Earlier episodes={props.shown.episodes} />
      <History
        alert={alert()}
        asRead={props.shown.asRead}
        history={props.shown.history}
        detail={props.detail}
        undo={props.undo}
      />
      <Times alert={alert()} />
    </>
  );
}

/** Where it is told what came at about the same time; that is loaded when an alert is open. */
function NearPlace(props: { readonly alert: Alert }) {
  const [loaded, setLoaded] = createSignal<Component<{ readonly alert: Alert }>>();
  onMount(() => {
    import("./NearInTime.tsx").then(
      ({ NearInTime }) => setLoaded(() => NearInTime),
      () => {},
    );
  });
  return (
    <p class="near">
      <Show when={loaded()}>{(Near) => createComponent(Near(), props)}</Show>
    </p>
  );
}

/** What can be done about it: below all that is told of it, which may grow at any time. */
function Controls(props: Omit<Props, "undo"> & { readonly alert: Alert }) {
  const { may } = useSession();
  return (
    <div class="controls">
      <Show when={may("admin") && props.alert.deletedAt !== null}>
        <ForgetButton alert={props.alert} onForget={props.onForget} onGone={props.detail.retry} />
      </Show>
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
