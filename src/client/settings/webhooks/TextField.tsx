import { createUniqueId, type JSX, onMount } from "solid-js";
import type { FieldName } from "./draft.ts";

/** A line of text, with what it is for beneath, and what the server has against it. */
export function TextField(props: {
  field: FieldName;
  label: string;
  type?: "text" | "url";
  value: string;
  placeholder: string;
  maxlength: number;
  required: boolean;
  /** Whether typing begins here. */
  isFirst?: boolean;
  note: JSX.Element;
  fault: string;
  onInput: (text: string) => void;
}) {
  const id = createUniqueId();
  let input!: HTMLInputElement;
  onMount(() => {
    if (props.isFirst) input.focus();
  });
  return (
    <div class="field wide" data-field={props.field}>
      <label for={id}>{props.label}</label>
      <input
        id={id}
        ref={input}
        type={props.type ?? "text"}
        value={props.value}
        placeholder={props.placeholder}
        maxlength={props.maxlength}
        required={props.required}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-describedby={`${id}-note ${id}-fault`}
        aria-invalid={props.fault !== ""}
        onInput={({ currentTarget }) => props.onInput(currentTarget.value)}
      />
      <p class="attempt slim" role="alert" id={`${id}-fault`}>
        {props.fault}
      </p>
      <p class="footnote" id={`${id}-note`}>
        {props.note}
      </p>
    </div>
  );
}
