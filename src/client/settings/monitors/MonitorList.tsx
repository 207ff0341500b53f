import { at } from "../../../protocol/base-path.ts";
import { Show } from "solid-js";
import type { Monitor } from "../../../protocol/monitors.ts";
import { useClock } from "../../ui/clock.ts";
import { estimateWords, measureWords } from "../../words/measure-words.ts";
import { plain } from "../../words/plain.ts";
import { ById } from "../ById.tsx";
import { Ago } from "../Moment.tsx";
import { MonitorActions } from "./MonitorActions.tsx";
import { inputWords, settingsWords, STATE_WORDS, stateWords } from "./monitor-words.ts";

interface MonitorListProps {
  readonly monitors: readonly Monitor[];
  /** Whether it is the page of that monitor, which needs no way to itself. */
  readonly isAlone?: boolean;
  readonly onChanged: () => Promise<void>;
  readonly onRemoved?: () => void;
}

/** Monitors, how each does, and what can be done about it. */
export function MonitorList(props: MonitorListProps) {
  return (
    <ul class="list" tabindex="-1" aria-label="Monitors">
      <ById each={props.monitors}>
        {(monitor) => (
          <li class="item watched monitor">
            <Mark monitor={monitor()} />
            <span>
              <Show when={!props.isAlone}>
                <a href={at(`/settings/monitors/${monitor().id}`)}>
                  <b dir="auto">{monitor().name}</b>
                </a>{" "}
              </Show>
              <code dir="auto">{inputWords(monitor().input)}</code>
            </span>
            <small>{settingsWords(monitor())}</small>
            <Standing monitor={monitor()} />
            <span class="right health">
              <Last monitor={monitor()} />
            </span>
            <MonitorActions
              monitor={monitor()}
              isAlone={props.isAlone ?? false}
              onChanged={props.onChanged}
              onRemoved={() => props.onRemoved?.()}
            />
          </li>
        )}
      </ById>
    </ul>
  );
}

function Mark(props: { monitor: Monitor }) {
  const state = () => props.monitor.state;
  return (
    <i
      class="dot"
      role="img"
      aria-label={STATE_WORDS[state()]}
      title={STATE_WORDS[state()]}
      classList={{
        bad: state() === "open",
        paused: state() === "silent",
        off: state() === "paused",
        learning: state() === "learning",
      }}
    />
  );
}

function Standing(props: { monitor: Monitor }) {
  const clock = useClock();
  return (
    <>
      <small class="standing" classList={{ why: props.monitor.state === "open" }}>
        {stateWords(props.monitor, clock.now())}
        <Show when={props.monitor.openAlertId}>
          {(id) => (
            <>
              {" "}
              <a
                href={at(`/alerts/${id()}`)}
                rel="external"
                aria-label={`See the alert of ${plain(props.monitor.name)}`}
              >
                See the alert
              </a>
            </>
          )}
        </Show>
      </small>
      <Show when={props.monitor.state === "learning"}>
        <progress
          max="1"
          value={props.monitor.progress}
          aria-label={`What ${plain(props.monitor.name)} has learnt`}
        />
      </Show>
      <Show when={props.monitor.trouble}>{(why) => <small class="why">{why()}</small>}</Show>
    </>
  );
}

/** The last number that was measured. */
function Last(props: { monitor: Monitor }) {
  return (
    <Show when={props.monitor.last} fallback={<span>No numbers yet</span>}>
      {(last) => (
        <>
          <span class="last">{last().value === null ? "–" : measureWords(last().value ?? 0)}</span>
          <Show when={last().expected !== null}>
            <span>expected about {estimateWords(last().expected ?? 0)}</span>
          </Show>
          <Ago time={last().time} />
        </>
      )}
    </Show>
  );
}
