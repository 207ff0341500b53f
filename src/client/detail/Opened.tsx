import { type Component, createComponent, createSignal, onMount, Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { usePageAddress } from "../address/page-address.ts";
import { useSession } from "../session/session.ts";
import { useClock } from "../ui/clock.ts";
import { Icon, markOf } from "../ui/Icon.tsx";
import { Prose } from "../ui/Prose.tsx";
import { silentWords } from "../words/silence.ts";
import { readableAnnotations, statusWords, timesOf } from "../words/detail-words.ts";
import { SEVERITY_WORDS, snoozedWords, truncatedAlerts } from "../words/words.ts";
import type { OpenProps } from "./AlertDetail.tsx";
import type { Shown } from "./detail.ts";
import { Earlier } from "./Earlier.tsx";
import { Facts } from "./Facts.tsx";
import { ForgetButton } from "./ForgetButton.tsx";
import { History, type UndoEntry } from "./History.tsx";
import { Labels } from "./Labels.tsx";
import { Links } from "./Links.tsx";
import { MonitorOf } from "./MonitorOf.tsx";
import { MonitorsOf } from "./MonitorsOf.tsx";
import { monitorOf, monitorsOf } from "./monitor.ts";
import { NoteForm } from "./NoteForm.tsx";
import { similarTo } from "./similar.ts";

interface ToldProps extends Pick<OpenProps, "detail"> {
  readonly shown: Shown;
  /** What takes an entry of the history back. */
  readonly undo: UndoEntry;
}

/** All of the alert that is open, and what has happened to it. */
export function Told(props: ToldProps) {
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

interface ControlsProps extends OpenProps {
  readonly alert: Alert;
  /** What can be done to the alert. */
  readonly actions: Component<{ alert: Alert }>;
}

/** What can be done about it: below all that is told of it, which may grow at any time. */
export function Controls(props: ControlsProps) {
  const { may } = useSession();
  return (
    <div class="controls">
      <Show when={may("admin") && props.alert.deletedAt !== null}>
        <ForgetButton alert={props.alert} onForget={props.onForget} onGone={props.detail.retry} />
      </Show>
      <NoteForm {...props} />
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
