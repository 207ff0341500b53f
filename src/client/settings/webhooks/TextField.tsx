import { type JSX, onMount } from "solid-js";
import type { FieldName } from "./draft.ts";
import { Field } from "./Field.tsx";

/** A line of text. */
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
  note?: JSX.Element;
  fault: string;
  onInput: (text: string) => void;
}) {
  let input!: HTMLInputElement;
  onMount(() => {
    if (props.isFirst) input.focus();
  });
  return (
    <Field field={props.field} label={props.label} fault={props.fault} note={props.note}>
      {({ id, describedBy }) => (
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
          aria-describedby={describedBy}
          aria-invalid={props.fault !== ""}
          onInput={({ currentTarget }) => props.onInput(currentTarget.value)}
        />
      )}
    </Field>
  );
}
