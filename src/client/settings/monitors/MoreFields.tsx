import { Show } from "solid-js";
import { AGGREGATES, DIRECTIONS } from "../../../protocol/monitors.ts";
import { Segments } from "../Segments.tsx";
import { TextField } from "../TextField.tsx";
import type { Draft, FieldName } from "./draft.ts";
import { AGGREGATE_WORDS, DIRECTION_WORDS } from "./monitor-words.ts";

/** What is well as it is for most. */
export function MoreFields(props: {
  draft: Draft;
  faultOf: (field: FieldName) => string;
  onChange: (changes: Partial<Draft>) => void;
}) {
  return (
    <details>
      <summary>More: direction, least change, when it closes, labels</summary>
      <div class="form">
        <Show when={props.draft.kind === "push"}>
          <Segments
            label="Several numbers"
            offered={AGGREGATES}
            words={AGGREGATE_WORDS}
            chosen={props.draft.aggregate}
            note={`What becomes of several numbers in one bucket.${props.draft.aggregate === "sum" ? " Of a sum, a bucket without numbers is a 0." : ""}`}
            onChange={(aggregate) => props.onChange({ aggregate })}
          />
        </Show>
        <Segments
          label="Direction"
          offered={DIRECTIONS}
          words={DIRECTION_WORDS}
          chosen={props.draft.direction}
          onChange={(direction) => props.onChange({ direction })}
        />
        <TextField
          field="minimumChange"
          label="Least change"
          type="number"
          min={0}
          value={props.draft.minimumChange}
          placeholder="0"
          required={false}
          note="In the number's own unit: what is nearer to the expected value opens nothing. A fifth of the expected value is always the least."
          fault={props.faultOf("minimumChange")}
          onInput={(minimumChange) => props.onChange({ minimumChange })}
        />
        <TextField
          field="closeAfter"
          label="Close after"
          type="number"
          min={2}
          value={props.draft.closeAfter}
          placeholder="15"
          required
          note="So many quiet buckets in a row."
          fault={props.faultOf("closeAfter")}
          onInput={(closeAfter) => props.onChange({ closeAfter })}
        />
        <Show when={props.draft.kind !== "feed"}>
          <TextField
            field="silentAfter"
            label="Silent after"
            type="number"
            min={0}
            value={props.draft.silentAfter}
            placeholder="0"
            required
            note="An alert says so when so many buckets in a row have no numbers. 0 for never."
            fault={props.faultOf("silentAfter")}
            onInput={(silentAfter) => props.onChange({ silentAfter })}
          />
        </Show>
        <TextField
          field="labels"
          label="Labels"
          value={props.draft.labels}
          placeholder="team=ops"
          maxlength={2000}
          required={false}
          note="Its alerts have them."
          fault={props.faultOf("labels")}
          onInput={(labels) => props.onChange({ labels })}
        />
      </div>
    </details>
  );
}
