import { type JSX, onMount } from "solid-js";
import { Field } from "./Field.tsx";

/** A line of text, or a number. */
export function TextField(props: {
  /** As the server calls it where it has something against it. */
  field: string;
  label: string;
  type?: "text" | "url" | "number";
  value: string;
  placeholder: string;
  maxlength?: number;
  /** Of a number, the lowest. */
  min?: number;
  required: boolean;
  /** Whether it is read by a program, so that each sign counts. */
  isCode?: boolean;
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
          class={props.isCode ? "code" : undefined}
          type={props.type ?? "text"}
          min={props.min}
          step={props.type === "number" ? "any" : undefined}
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
