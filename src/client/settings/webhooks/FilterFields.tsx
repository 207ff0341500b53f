import { createUniqueId, For, Show } from "solid-js";
import { SEVERITIES, STATUSES } from "../../../domain/alert.ts";
import { Icon } from "../../ui/Icon.tsx";
import { SEVERITY_WORDS, STATUS_WORDS } from "../../words/words.ts";
import { type Draft, filterOf } from "./draft.ts";
import { othersWords } from "./filter-words.ts";
import { MatchCount } from "./MatchCount.tsx";

/** Of which alerts it is told: what can be asked in the feed, in the same words. */
export function FilterFields(props: {
  draft: Draft;
  fault: string;
  onChange: (changes: Partial<Draft>) => void;
}) {
  const id = createUniqueId();
  return (
    <fieldset class="field wide" data-field="filter">
      <legend>Which alerts</legend>
      <div class="checks" role="group" aria-label="Severity">
        <For each={SEVERITIES}>
          {(severity) => (
            <label class="check" data-severity={severity}>
              <input
                type="checkbox"
                checked={props.draft.severity.includes(severity)}
                onChange={() =>
                  props.onChange({ severity: toggled(SEVERITIES, props.draft.severity, severity) })
                }
              />
              <Icon name={severity} class="mark" />
              {SEVERITY_WORDS[severity]}
            </label>
          )}
        </For>
      </div>
      <div class="checks" role="group" aria-label="Status">
        <For each={STATUSES}>
          {(status) => (
            <label class="check">
              <input
                type="checkbox"
                checked={props.draft.status.includes(status)}
                onChange={() =>
                  props.onChange({ status: toggled(STATUSES, props.draft.status, status) })
                }
              />
              {STATUS_WORDS[status]}
            </label>
          )}
        </For>
      </div>
      <div class="pair">
        <input
          type="search"
          aria-label="Words, or labels as name=value"
          placeholder="Search, or env=prod"
          value={props.draft.search}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={props.fault !== ""}
          aria-describedby={`${id}-fault ${id}-note`}
          onInput={({ currentTarget }) => props.onChange({ search: currentTarget.value })}
        />
        <input
          aria-label="Sources, with commas between them"
          placeholder="Any source, or grafana, cron"
          value={props.draft.source}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          onInput={({ currentTarget }) => props.onChange({ source: currentTarget.value })}
        />
      </div>
      <Show when={othersWords(props.draft.others)}>
        {(words) => (
          <div class="kept">
            <p dir="auto">And {words()}.</p>
            <button type="button" class="button" onClick={() => props.onChange({ others: {} })}>
              Ask for that no more
            </button>
          </div>
        )}
      </Show>
      <p class="attempt slim" role="alert" id={`${id}-fault`}>
        {props.fault}
      </p>
      <MatchCount filter={filterOf(props.draft)} />
      <p class="footnote" id={`${id}-note`}>
        What is left empty lets everything through. Whoever was told that an alert fires is told of
        its end, too.
      </p>
    </fieldset>
  );
}

/** In the order in which they are offered. */
function toggled<T>(all: readonly T[], present: readonly T[], value: T): T[] {
  return all.filter((one) => present.includes(one) !== (one === value));
}
