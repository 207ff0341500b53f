import { createSignal, createUniqueId, Show } from "solid-js";
import { SEVERITIES } from "../../../domain/alert.ts";
import type { Answer } from "../../../protocol/answer.ts";
import { BUCKETS, type Monitor, SEASONS, type Sensitivity } from "../../../protocol/monitors.ts";
import { SEVERITY_WORDS } from "../../words/words.ts";
import { focusField, useOpener } from "../form-focus.ts";
import { Segments } from "../Segments.tsx";
import { TextField } from "../TextField.tsx";
import { type Draft, draftOf, NEW_DRAFT, type Objection, objectionOf, wantedOf } from "./draft.ts";
import { InputFields } from "./InputFields.tsx";
import {
  BUCKET_WORDS,
  falseAlarmWords,
  learningWords,
  SEASON_WORDS,
  SENSITIVITY_WORDS,
} from "./monitor-words.ts";
import { addMonitor, changeMonitor } from "./monitors.ts";
import { MonitorPreview } from "./MonitorPreview.tsx";
import { MoreFields } from "./MoreFields.tsx";

const SENSITIVITIES: readonly Sensitivity[] = ["low", "normal", "high"];

interface MonitorFormProps {
  /** Null for a new one. */
  readonly monitor: Monitor | null;
  readonly onSaved: (monitor: Monitor) => Promise<void>;
  readonly onClose: () => void;
}

/** What a monitor is made of, and what it would have opened if it had been so. */
export function MonitorForm(props: MonitorFormProps) {
  const id = createUniqueId();
  // oxlint-disable-next-line solid/reactivity -- what is typed stays, whatever is read meanwhile
  const [draft, setDraft] = createSignal(props.monitor ? draftOf(props.monitor) : NEW_DRAFT);
  const [isSaving, setIsSaving] = createSignal(false);
  const [objection, setObjection] = createSignal<Objection | null>(null);
  let form!: HTMLFormElement;
  useOpener(() => form);

  function change(changes: Partial<Draft>): void {
    setDraft((before) => ({ ...before, ...changes }));
  }

  const faultOf = (field: Objection["field"]) => {
    const found = objection();
    return found?.field === field ? found.words : "";
  };

  async function submit(): Promise<void> {
    if (isSaving()) return;
    setObjection(null);
    const read = wantedOf(draft());
    if (!read.ok) return object(read.objection);
    setIsSaving(true);
    try {
      const answer = await save(read.wanted);
      if (answer.ok) await props.onSaved(answer.value);
      else object(objectionOf(answer.failure));
    } finally {
      setIsSaving(false);
    }
  }

  function save(wanted: Parameters<typeof addMonitor>[0]): Promise<Answer<Monitor>> {
    return props.monitor === null ? addMonitor(wanted) : changeMonitor(props.monitor.id, wanted);
  }

  function object(found: Objection): void {
    setObjection(found);
    if (found.field !== null) focusField(form, found.field);
  }

  return (
    <form
      class="card form monitor-form"
      aria-labelledby={id}
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 id={id}>
        <Show when={props.monitor} fallback="New monitor">
          {(monitor) => (
            <>
              Edit “<bdi>{monitor().name}</bdi>”
            </>
          )}
        </Show>
      </h2>
      <TextField
        field="name"
        label="Name"
        value={draft().name}
        placeholder="Orders per minute"
        maxlength={100}
        required
        isFirst
        note="Its alerts begin with it: “Orders per minute is unusually low: 212, expected about 980”."
        fault={faultOf("name")}
        onInput={(name) => change({ name })}
      />
      <InputFields draft={draft()} faultOf={faultOf} onChange={change} />
      <Segments
        label="Every"
        offered={BUCKETS}
        words={BUCKET_WORDS}
        chosen={draft().bucket}
        note="It looks at the numbers of that time as one, when the time is over."
        onChange={(bucket) => change({ bucket })}
      />
      <Segments
        label="Repeats itself"
        offered={SEASONS}
        words={SEASON_WORDS}
        chosen={draft().season}
        note={`With this it has to see ${learningWords(draft().season, draft().bucket)} before it opens anything. What is there already counts.`}
        onChange={(season) => change({ season })}
      />
      <Segments
        label="Sensitivity"
        offered={SENSITIVITIES}
        words={SENSITIVITY_WORDS}
        chosen={draft().sensitivity}
        note={`False alarms are to be expected ${falseAlarmWords(draft().sensitivity, draft().bucket)}.`}
        onChange={(sensitivity) => change({ sensitivity })}
      />
      <Segments
        label="Severity"
        offered={SEVERITIES}
        words={SEVERITY_WORDS}
        chosen={draft().severity}
        onChange={(severity) => change({ severity })}
      />
      <MoreFields draft={draft()} faultOf={faultOf} onChange={change} />
      <MonitorPreview draft={draft()} />
      <div class="form-end">
        <button type="submit" class="button primary" aria-busy={isSaving()}>
          Save
        </button>
        <button type="button" class="button quiet" onClick={() => props.onClose()}>
          Cancel
        </button>
        <p class="attempt slim" role="alert">
          {faultOf(null)}
        </p>
      </div>
    </form>
  );
}
