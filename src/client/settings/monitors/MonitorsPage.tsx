import { at } from "../../../protocol/base-path.ts";
import { useLocation, useNavigate } from "@solidjs/router";
import { createEffect, createMemo, createSignal, on, Show } from "solid-js";
import { readMonitorIds } from "../../../protocol/monitor-ids.ts";
import type { Monitor } from "../../../protocol/monitors.ts";
import { useSession } from "../../session/session.ts";
import { useInteractive } from "../../ui/interactive.ts";
import { Listed } from "../Listed.tsx";
import { OneOrAll } from "../OneOrAll.tsx";
import { useReads } from "../reading.ts";
import { Stale } from "../Stale.tsx";
import { calmWaitAfter } from "../pace.ts";
import { createWatched, type Watched } from "../watch.ts";
import { MonitorForm } from "./MonitorForm.tsx";
import { MonitorHistory } from "./MonitorHistory.tsx";
import { MonitorList } from "./MonitorList.tsx";
import { readMonitorAmong, readMonitors } from "./monitors.ts";
import { PushRecipe } from "./PushRecipe.tsx";

/** What watches numbers, and how each does; with an id, one of them and what it saw. */
export function MonitorsPage(props: { id: number | null }) {
  const monitors: Watched<readonly Monitor[]> = createWatched(
    useReads().monitors,
    () => {
      const read = monitors.answer();
      if (props.id === null || !read?.ok) return readMonitors();
      // There may be a thousand others.
      return readMonitorAmong(read.value, props.id);
    },
    undefined,
    calmWaitAfter,
  );
  // The others are as old as the way to this one.
  createEffect(on(() => props.id, monitors.again, { defer: true }));
  return (
    <OneOrAll
      id={props.id}
      reading={monitors}
      path="/settings/monitors"
      name="Monitors"
      gone="There is no such monitor any more."
      all={<All monitors={monitors} />}
    >
      {(monitor) => <One monitor={monitor()} onChanged={monitors.again} />}
    </OneOrAll>
  );
}

function All(props: { monitors: Watched<readonly Monitor[]> }) {
  const session = useSession();
  const isInteractive = useInteractive();
  const navigate = useNavigate();
  const [isAdding, setIsAdding] = createSignal(false);
  const location = useLocation();
  const some = createMemo(() => new Set(readMonitorIds(location.query["id"]?.toString() ?? "")));
  const shownOf = (read: readonly Monitor[]) =>
    some().size === 0 ? read : read.filter(({ id }) => some().has(id));

  async function finish({ id }: Monitor): Promise<void> {
    await props.monitors.again();
    navigate(at(`/settings/monitors/${id}`));
  }

  return (
    <>
      <div class="top">
        <h1>Monitors</h1>
        <Show when={session.may("admin")}>
          <button
            type="button"
            class="button primary"
            disabled={!isInteractive() || isAdding()}
            onClick={() => setIsAdding(true)}
          >
            New monitor
          </button>
        </Show>
      </div>
      <p class="lead">
        A monitor watches a number over time and opens an alert when it is unlike what it has
        learnt.
        <Show when={!session.may("admin")}> Only admins change them.</Show>
      </p>
      <Show when={isAdding()}>
        <MonitorForm monitor={null} onSaved={finish} onClose={() => setIsAdding(false)} />
      </Show>
      <Listed reading={props.monitors}>
        {(read) => (
          <Show when={read().length > 0} fallback={<Nothing isAdding={isAdding()} />}>
            <Show when={some().size > 0}>
              <p class="some-monitors">
                {shownOf(read()).length} of {read().length} monitors, those of one alert.{" "}
                <a href={at("/settings/monitors")}>Show all</a>
              </p>
            </Show>
            <MonitorList monitors={shownOf(read())} onChanged={props.monitors.again} />
          </Show>
        )}
      </Listed>
      <Stale failure={props.monitors.failure()} />
    </>
  );
}

/** What a monitor is good for, and what it is not. */
function Nothing(props: { isAdding: boolean }) {
  return (
    <Show when={!props.isAdding}>
      <div class="nothing monitors-empty">
        <h2>No number is watched yet</h2>
        <p>
          A rule says “above 90 %”. Many numbers have no such limit: orders a minute are fine at 20
          in the night and a disaster at noon. A monitor learns what is usual at which time, and
          says so when it is not.
        </p>
        <ul>
          <li>
            <b>Alerts in the feed</b>: far more of them than usual, or none where there always are.
          </li>
          <li>
            <b>Numbers that you push</b>: orders, sign-ins, the length of a queue, the size of a
            backup.
          </li>
          <li>
            <b>An expression of PromQL</b>: what your Prometheus has measured already.
          </li>
        </ul>
        <p>
          Where you know the limit, keep the rule: it is sooner and never wrong. A monitor needs
          some hundred numbers to learn from, and is wrong now and then; the form says how often.
        </p>
      </div>
    </Show>
  );
}

function One(props: { monitor: Monitor; onChanged: () => Promise<void> }) {
  const navigate = useNavigate();
  const isInteractive = useInteractive();
  /** What is yet to be pushed, as the browser can say where to. */
  const awaited = () => {
    const { input, last } = props.monitor;
    return isInteractive() && last === null && input.type === "push" ? input : null;
  };
  return (
    <>
      <section>
        <h1 dir="auto">{props.monitor.name}</h1>
        <MonitorList
          monitors={[props.monitor]}
          isAlone
          onChanged={props.onChanged}
          onRemoved={() => navigate(at("/settings/monitors"))}
        />
        <Show when={awaited()}>
          {(input) => (
            <div class="card">
              <h2>No numbers have come yet</h2>
              <PushRecipe name={input().name} labels={input().labels ?? {}} />
            </div>
          )}
        </Show>
      </section>
      <MonitorHistory monitor={props.monitor} />
    </>
  );
}
