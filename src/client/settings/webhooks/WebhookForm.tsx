import { createSignal, createUniqueId, Match, Show, Switch } from "solid-js";
import type { Answer } from "../../../protocol/answer.ts";
import { SIGNED_PRESETS } from "../../../protocol/webhook-preset.ts";
import type { Webhook, WebhookAttempt } from "../../../protocol/webhooks.ts";
import { failureWords } from "../../words/failure-words.ts";
import { Check } from "../Check.tsx";
import { type Draft, draftOf, NEW_DRAFT, type Objection, objectionOf, wantedOf } from "./draft.ts";
import { EventFields } from "./EventFields.tsx";
import { FilterFields } from "../FilterFields.tsx";
import { focusField, useOpener } from "../form-focus.ts";
import { HeaderFields } from "./HeaderFields.tsx";
import { PresetFields } from "./PresetFields.tsx";
import { SecretText } from "./SecretText.tsx";
import { TemplateField } from "./TemplateField.tsx";
import { TestOutcome } from "./TestOutcome.tsx";
import { TextField } from "../TextField.tsx";
import { addWebhook, changeWebhook, testWebhook, type WantedWebhook } from "./webhooks.ts";

interface WebhookFormProps {
  /** Null for a new one. */
  readonly webhook: Webhook | null;
  /** It is as it was wanted; `secret` is what a new one signs with, where anybody looks at that. */
  readonly onSaved: (webhook: Webhook, secret: string | null) => Promise<void>;
  /** It was saved or tested, and the form stays. */
  readonly onChanged: () => Promise<void>;
  readonly onClose: () => void;
}

type Step = "typing" | "saving" | "testing";

/** What a webhook is made of. To be tested it is saved first, and the form stays with what came of it. */
export function WebhookForm(props: WebhookFormProps) {
  const id = createUniqueId();
  // oxlint-disable-next-line solid/reactivity -- what is typed stays, whatever is read meanwhile
  const [saved, setSaved] = createSignal(props.webhook);
  // oxlint-disable-next-line solid/reactivity -- see above
  const [draft, setDraft] = createSignal(props.webhook ? draftOf(props.webhook) : NEW_DRAFT);
  const [secret, setSecret] = createSignal<string | null>(null);
  const [step, setStep] = createSignal<Step>("typing");
  const [objection, setObjection] = createSignal<Objection | null>(null);
  const [tested, setTested] = createSignal<WebhookAttempt | null>(null);
  const [testFailure, setTestFailure] = createSignal("");
  let form!: HTMLFormElement;
  useOpener(() => form);

  function change(changes: Partial<Draft>): void {
    setDraft((before) => ({ ...before, ...changes }));
  }

  const faultOf = (field: Objection["field"]) => {
    const found = objection();
    return found?.field === field ? found.words : "";
  };

  async function submit(isTested: boolean): Promise<void> {
    if (step() !== "typing") return;
    setObjection(null);
    setTested(null);
    setTestFailure("");
    try {
      setStep("saving");
      const webhook = await save();
      if (webhook === null) return;
      if (!isTested) return await props.onSaved(webhook, secret());
      setStep("testing");
      await test(webhook);
    } finally {
      setStep("typing");
    }
  }

  /** Null where the server has something against it. */
  async function save(): Promise<Webhook | null> {
    const before = saved();
    const wanted = wantedOf(draft());
    const answer = before === null ? await add(wanted) : await changeWebhook(before.id, wanted);
    if (!answer.ok) {
      object(objectionOf(answer.failure));
      return null;
    }
    const { value } = answer;
    setSaved(value);
    return value;
  }

  async function add(wanted: WantedWebhook): Promise<Answer<Webhook>> {
    const answer = await addWebhook(wanted);
    if (answer.ok && SIGNED_PRESETS.includes(wanted.preset)) setSecret(answer.value.secret);
    return answer;
  }

  function object(found: Objection): void {
    setObjection(found);
    if (found.field !== null) focusField(form, found.field);
  }

  async function test({ id }: Webhook): Promise<void> {
    const answer = await testWebhook(id);
    if (answer.ok) setTested(answer.value);
    else setTestFailure(failureWords(answer.failure));
    await props.onChanged();
  }

  return (
    <form
      class="card form webhook-form"
      aria-labelledby={id}
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.submitter?.getAttribute("value") === "test");
      }}
    >
      <h2 id={id}>
        <Show when={saved()} fallback="New webhook">
          {(webhook) => (
            <>
              Edit “<bdi>{webhook().name}</bdi>”
            </>
          )}
        </Show>
      </h2>
      <TextField
        field="name"
        label="Name"
        value={draft().name}
        placeholder="#ops on Slack"
        maxlength={100}
        required
        isFirst
        fault={faultOf("name")}
        onInput={(name) => change({ name })}
      />
      <PresetFields
        draft={draft()}
        kept={saved()?.host ?? null}
        fault={faultOf("url")}
        onChange={change}
      />
      <Show when={draft().preset === "template"}>
        <TemplateField
          value={draft().template}
          fault={faultOf("template")}
          onInput={(template) => change({ template })}
        />
      </Show>
      <FilterFields
        draft={draft()}
        field="filter"
        isOfStanding
        fault={faultOf("filter")}
        note="Whoever was told that an alert fires is told of its end, too."
        onChange={change}
      />
      <EventFields
        events={draft().events}
        fault={faultOf("events")}
        onChange={(events) => change({ events })}
      />
      <HeaderFields
        headers={draft().headers}
        kept={saved()?.headers ?? []}
        fault={faultOf("headers")}
        onChange={(headers) => change({ headers })}
      />
      <Show when={saved()}>
        <Check
          words={{
            name: "On",
            note: "while it is off, it is sent nothing, and what happens waits in the log",
          }}
          isChecked={draft().enabled}
          onChange={(enabled) => change({ enabled })}
        />
      </Show>
      <div class="form-end">
        <button type="submit" class="button primary" aria-busy={step() === "saving"}>
          Save
        </button>
        <button type="submit" class="button" value="test" aria-busy={step() === "testing"}>
          Save and send a test
        </button>
        <button type="button" class="button quiet" onClick={() => props.onClose()}>
          {saved() !== null && props.webhook === null ? "Done" : "Cancel"}
        </button>
        <p class="attempt slim" role="alert">
          {faultOf(null)}
        </p>
      </div>
      <p class="footnote">A test is sent with what is saved, so this is saved first.</p>
      <div class="outcome-room" role="status">
        <Switch>
          <Match when={step() === "testing"}>Saved. Sending a test…</Match>
          <Match when={tested() !== null || testFailure() !== ""}>
            <TestOutcome attempt={tested()} failure={testFailure()} />
          </Match>
        </Switch>
      </div>
      <Show when={secret()}>{(text) => <SecretText secret={text()} />}</Show>
    </form>
  );
}
