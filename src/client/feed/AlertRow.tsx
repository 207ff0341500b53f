import { type Component, createMemo, type JSX, Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import { usePageAddress } from "../address/page-address.ts";
import { useClock } from "../ui/clock.ts";
import { useInteractive } from "../ui/interactive.ts";
import { ageWords, momentWords } from "../words/time.ts";
import {
  gapWords,
  labelWords,
  ruleOf,
  standingWords,
  stateWords,
  truncatedAlerts,
} from "../words/words.ts";
import { Icon, markOf } from "../ui/Icon.tsx";
import { SelectBox } from "./SelectBox.tsx";
import { useSelection } from "./selection.ts";

/** Labels that the row says in another way. */
const SAID = new Set(["alertname", "severity"]);
const MOST_LABELS = 6;
/** Where there is less room; one more is shown rather than counted. */
const FEWER_LABELS = 3;
/** A title that may need more lines than a row has for it. */
const LONG = 80;

export type RowActions = Component<{ alert: Alert }>;

interface Props {
  readonly alert: Alert;
  /** Whether the pointer or the focus is on it. */
  readonly isActive: boolean;
  /** Whether it has just arrived before the reader's eyes. */
  readonly isNew: boolean;
  /** The day, where the row is the newest of its day. */
  readonly day: string | undefined;
  /** How many arrivals the page missed above this row. */
  readonly missed: number | undefined;
  /** What can be done to it, shown while it is active. */
  readonly actions: RowActions;
}

/** Characters of who has it that have room beside the time. */
const FITTING = 32;

/** One alert: how bad, what and where, since when and who has it. */
export function AlertRow(props: Props) {
  const clock = useClock();
  const isInteractive = useInteractive();
  const selection = useSelection();
  const { openId, pathOf } = usePageAddress();
  /**
   * Undefined while nothing is selected: then the list is no grid, and only in one can a row be. One look for
   * each row at what changes with every other: what depends on it changes with this row alone.
   */
  const isSelected = createMemo(() => (selection.isAny() ? selection.has(props.alert) : undefined));
  const isGrid = () => isSelected() !== undefined;
  const cell = () => (isGrid() ? "gridcell" : undefined);
  const titleId = () => `alert-${props.alert.id}`;
  // For the pointer: finding it for every row costs more than all else that a row is made of.
  const moment = () =>
    props.isActive ? momentWords(props.alert.receivedAt, clock.zone()) : undefined;
  return (
    <div
      class="row"
      classList={{
        open: openId() === props.alert.id,
        new: props.isNew,
        active: props.isActive,
        missed: props.missed !== undefined,
      }}
      role={isGrid() ? "row" : "article"}
      tabindex="0"
      data-alert-id={props.alert.id}
      data-status={props.alert.status}
      data-severity={props.alert.severity}
      data-snoozed={props.alert.snoozedUntil === null ? undefined : ""}
      data-day={props.day}
      aria-labelledby={titleId()}
      aria-current={openId() === props.alert.id || undefined}
      // Its number in the log stays with it wherever it stands, and no count of the rest exists.
      aria-posinset={isGrid() ? undefined : props.alert.id}
      aria-setsize={isGrid() ? undefined : "-1"}
      aria-selected={isSelected()}
    >
      <Show when={props.missed}>
        {(count) => (
          <p class="gap" role={cell()}>
            <span>{gapWords(count())}</span>
          </p>
        )}
      </Show>
      <Show when={props.isActive || isGrid()}>
        <SelectBox id={props.alert.id} isSelected={isSelected() === true} role={cell()} />
      </Show>
      <Icon name={markOf(props.alert)} class="mark" />
      <div class="what" role={cell()}>
        <h2 id={titleId()} classList={{ long: props.alert.title.length > LONG }}>
          <span class="unseen">{stateWords(props.alert)}: </span>
          <a href={pathOf(props.alert)} tabindex={isInteractive() ? -1 : undefined} dir="auto">
            {props.alert.title}
          </a>
        </h2>
        <Meta alert={props.alert} />
      </div>
      <div class="when" role={cell()}>
        <time datetime={props.alert.receivedAt} title={moment()}>
          {ageWords(props.alert.receivedAt, clock.now())}
        </time>
        <Show when={standingWords(props.alert, clock.now(), clock.zone())}>
          {(words) => (
            <small classList={{ long: words().length > FITTING }}>
              <Show when={props.alert.snoozedUntil !== null && props.alert.deletedAt === null}>
                <Icon name="clock" />
              </Show>
              {words()}
            </small>
          )}
        </Show>
      </div>
      <Show when={props.isActive && !isGrid()}>
        <props.actions alert={props.alert} />
      </Show>
    </div>
  );
}

function Meta(props: { alert: Alert }) {
  // Most patches leave them.
  const labels = createMemo(() => props.alert.labels);
  return (
    <p class="meta">
      <span class="source">{props.alert.source}</span>
      <Show when={ruleOf(props.alert)}>{(rule) => <i dir="auto">{labelWords(rule())}</i>}</Show>
      {labelsOf(labels())}
      <Show when={truncatedAlerts(props.alert)}>
        {(left) => <span class="chip">{left()} left out</span>}
      </Show>
    </p>
  );
}

/** Made as a whole: to follow each of them by itself would be most of what a row costs. */
function labelsOf(labels: Alert["labels"]): JSX.Element[] {
  const said = Object.entries(labels).filter(([name]) => !SAID.has(name));
  const [beyondMost, beyondFewer] = [said.length - MOST_LABELS, said.length - FEWER_LABELS];
  const shown: JSX.Element[] = said.slice(0, MOST_LABELS).map(([name, value], index) => {
    const [named, valued] = [labelWords(name), labelWords(value)];
    const beyond = index >= FEWER_LABELS && beyondFewer > 1 ? "beyond" : undefined;
    return (
      <span data-label={name} class={beyond}>
        <bdi>{named}</bdi>=<i dir="auto">{valued}</i>
      </span>
    );
  });
  if (beyondMost > 0) shown.push(<span class="more">and {beyondMost} more</span>);
  if (beyondFewer > 1) shown.push(<span class="more-narrow">and {beyondFewer} more</span>);
  return shown;
}
