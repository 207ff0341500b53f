import { createUniqueId, For } from "solid-js";
import { TEMPLATE_PLACES } from "../../../protocol/webhook-template.ts";

/** The JSON that is sent, with places that are filled in. */
export function TemplateField(props: {
  value: string;
  fault: string;
  onInput: (text: string) => void;
}) {
  const id = createUniqueId();
  return (
    <div class="field wide" data-field="template">
      <span id={`${id}-label`}>Template</span>
      <textarea
        aria-labelledby={`${id}-label`}
        class="code"
        rows="8"
        spellcheck={false}
        autocomplete="off"
        value={props.value}
        aria-describedby={`${id}-note ${id}-fault`}
        aria-invalid={props.fault !== ""}
        onInput={({ currentTarget }) => props.onInput(currentTarget.value)}
      />
      <p class="attempt slim" role="alert" id={`${id}-fault`}>
        {props.fault}
      </p>
      <p class="footnote" id={`${id}-note`}>
        JSON with places such as <code>{"{{alert.title}}"}</code>. Within quotes a place is text,
        elsewhere it is a value of JSON, quotes and all.
      </p>
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
    </div>
  );
}
