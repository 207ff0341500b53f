import { Match, Switch } from "solid-js";
import { FilterFields } from "../FilterFields.tsx";
import { Segments } from "../Segments.tsx";
import { TextField } from "../TextField.tsx";
import type { Draft, FieldName, InputKind } from "./draft.ts";

const KINDS = ["feed", "push", "promql"] as const;
const KIND_WORDS: Readonly<Record<InputKind, string>> = {
  feed: "Alerts in the feed",
  push: "Pushed numbers",
  promql: "PromQL",
};
const COUNTS = ["opened", "open"] as const;
const COUNT_WORDS = { opened: "Opened", open: "Open" } as const;
const COUNT_NOTES = {
  opened: "How many were opened in that time: for storms, and for sources that have fallen silent.",
  open: "How many were open at the end of that time: for what piles up.",
} as const;

/** Where the numbers come from. */
export function InputFields(props: {
  draft: Draft;
  faultOf: (field: FieldName) => string;
  onChange: (changes: Partial<Draft>) => void;
}) {
  return (
    <>
      <Segments
        label="Watch"
        offered={KINDS}
        words={KIND_WORDS}
        chosen={props.draft.kind}
        onChange={(kind) => props.onChange({ kind })}
      />
      <Switch>
        <Match when={props.draft.kind === "feed"}>
          <Segments
            label="Count"
            offered={COUNTS}
            words={COUNT_WORDS}
            chosen={props.draft.count}
            note={COUNT_NOTES[props.draft.count]}
            onChange={(count) => props.onChange({ count })}
          />
          <FilterFields
            draft={props.draft.filter}
            field="input.filter"
            isOfStanding={false}
            fault={props.faultOf("input.filter")}
            note="Alerts of monitors are never counted."
            onChange={(changes) =>
              props.onChange({ filter: { ...props.draft.filter, ...changes } })
            }
          />
        </Match>
        <Match when={props.draft.kind === "push"}>
          <TextField
            field="input.name"
            label="Called"
            value={props.draft.metric}
            placeholder="orders_per_minute"
            maxlength={200}
            required
            isCode
            note="The name under which a program of yours posts them to /api/ingest/metrics. Once it is saved, the page shows how."
            fault={props.faultOf("input.name")}
            onInput={(metric) => props.onChange({ metric })}
          />
          <TextField
            field="input.labels"
            label="With labels"
            value={props.draft.metricLabels}
            placeholder="Any, or site=north"
            maxlength={2000}
            required={false}
            note="Only numbers that have these, whatever others they have."
            fault={props.faultOf("input.labels")}
            onInput={(metricLabels) => props.onChange({ metricLabels })}
          />
        </Match>
        <Match when={props.draft.kind === "promql"}>
          <TextField
            field="input.url"
            label="Server"
            type="url"
            value={props.draft.url}
            placeholder="http://prometheus.example.org:9090"
            maxlength={4096}
            required
            note="Prometheus, or what speaks its HTTP API. Whoever runs this server must allow its host in the configuration."
            fault={props.faultOf("input.url")}
            onInput={(url) => props.onChange({ url })}
          />
          <TextField
            field="input.query"
            label="Expression"
            value={props.draft.query}
            placeholder="sum(rate(http_requests_total[5m]))"
            maxlength={4096}
            required
            isCode
            note="It must come to one number at a time. What the server has measured before is learnt at once."
            fault={props.faultOf("input.query")}
            onInput={(query) => props.onChange({ query })}
          />
        </Match>
      </Switch>
    </>
  );
}
