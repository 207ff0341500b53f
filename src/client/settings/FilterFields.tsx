import { createUniqueId, For, Show } from "solid-js";
import { SEVERITIES, STATUSES } from "../../domain/alert.ts";
import type { WrittenFilter } from "../../domain/filter.ts";
import { FilterSearch } from "../filters/FilterSearch.tsx";
import { Icon } from "../ui/Icon.tsx";
import { SEVERITY_WORDS, STATUS_WORDS } from "../words/words.ts";
import { type FilterDraft, filterOf, settled } from "./filter-draft.ts";
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
  const ask = (changes: WrittenFilter) =>
    props.onChange({ asked: { ...props.draft.asked, ...changes } });
  /** Of what is asked for, it is no token. */
  const deleted = () => othersWords({ deleted: props.draft.asked.deleted });
  return (
    <fieldset class="field wide" data-field={props.field}>
      <legend>Which alerts</legend>
      <div class="checks" role="group" aria-label="Severity">
        <For each={SEVERITIES}>
          {(severity) => (
            <label class="check" data-severity={severity}>
              <input
                type="checkbox"
                checked={props.draft.asked.severity?.includes(severity) ?? false}
                onChange={() =>
                  ask({ severity: toggled(SEVERITIES, props.draft.asked.severity, severity) })
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
                  checked={props.draft.asked.status?.includes(status) ?? false}
                  onChange={() =>
                    ask({ status: toggled(STATUSES, props.draft.asked.status, status) })
                  }
                />
                {STATUS_WORDS[status]}
              </label>
            )}
          </For>
        </div>
      </Show>
      <FilterSearch
        asked={props.draft.asked}
        typed={props.draft.typed}
        isOfStanding={props.isOfStanding}
        isInvalid={props.fault !== ""}
        describedBy={`${id}-fault ${id}-note`}
        onType={(typed) => props.onChange({ typed })}
        onSettle={() => props.onChange(settled(props.draft))}
        onAsk={(asked) => props.onChange({ asked })}
      />
      <Show when={deleted()}>
        {(words) => (
          <div class="kept">
            <p dir="auto">And {words()}.</p>
            <button type="button" class="button" onClick={() => ask({ deleted: undefined })}>
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
function toggled<T>(all: readonly T[], present: readonly T[] = [], value: T): T[] {
  return all.filter((one) => present.includes(one) !== (one === value));
}
