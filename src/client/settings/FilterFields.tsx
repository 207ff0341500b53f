import { createUniqueId, For, Show } from "solid-js";
import { SEVERITIES, STATUSES } from "../../domain/alert.ts";
import { Icon } from "../ui/Icon.tsx";
import { SEVERITY_WORDS, STATUS_WORDS } from "../words/words.ts";
import { type FilterDraft, filterOf } from "./filter-draft.ts";
import { othersWords } from "./filter-words.ts";
import { MatchCount } from "./MatchCount.tsx";

/** Which alerts are meant: what can be asked in the feed, in the same words. */
export function FilterFields(props: {
  draft: FilterDraft;
  /** As the server calls it where it has something against it. */
  field: string;
  fault: string;
  /** Whether it can be asked where an alert stands: not where alerts are counted, of which that changes. */
  isOfStanding: boolean;
  /** What a filter means here. */
  note: string;
  onChange: (changes: Partial<FilterDraft>) => void;
}) {
  const id = createUniqueId();
  return (
    <fieldset class="field wide" data-field={props.field}>
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
      <Show when={props.isOfStanding}>
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
      </Show>
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
        What is left empty lets everything through. {props.note}
      </p>
    </fieldset>
  );
}

/** In the order in which they are offered. */
function toggled<T>(all: readonly T[], present: readonly T[], value: T): T[] {
  return all.filter((one) => present.includes(one) !== (one === value));
}
