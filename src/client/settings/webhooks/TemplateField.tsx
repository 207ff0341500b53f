import { For } from "solid-js";
import { TEMPLATE_PLACES } from "../../../protocol/webhook-template.ts";
import { Field } from "../Field.tsx";

/** The JSON that is sent, with places that are filled in. */
export function TemplateField(props: {
  value: string;
  fault: string;
  onInput: (text: string) => void;
}) {
  return (
    <>
      <Field field="template" label="Template" fault={props.fault} note={<Note />}>
        {({ id, describedBy }) => (
          <textarea
            id={id}
            class="code"
            rows="8"
            spellcheck={false}
            autocomplete="off"
            value={props.value}
            aria-describedby={describedBy}
            aria-invalid={props.fault !== ""}
            onInput={({ currentTarget }) => props.onInput(currentTarget.value)}
          />
        )}
      </Field>
      <details>
        <summary>All places</summary>
        <dl class="places">
          <For each={Object.entries(TEMPLATE_PLACES)}>
            {([place, words]) => (
              <div>
                <dt>
                  <code>{`{{${place}}}`}</code>
                </dt>
                <dd>{words}</dd>
              </div>
            )}
          </For>
        </dl>
      </details>
    </>
  );
}

function Note() {
  return (
    <>
      JSON with places such as <code>{"{{alert.title}}"}</code>. Within quotes a place is text,
      elsewhere it is a value of JSON, quotes and all.
    </>
  );
}
