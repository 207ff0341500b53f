import { createUniqueId, type JSX, Show } from "solid-js";

/** What a control needs to be known by its label, and told with what stands beneath it. */
interface Told {
  readonly id: string;
  readonly describedBy: string;
}

/** A control with its label, what the server has against it, and what it is for. */
export function Field(props: {
  /** As the server calls it where it has something against it. */
  field: string;
  label: string;
  fault: string;
  note?: JSX.Element;
  children: (told: Told) => JSX.Element;
}) {
  const id = createUniqueId();
  return (
    <div class="field wide" data-field={props.field}>
      <label for={id}>{props.label}</label>
      {props.children({ id, describedBy: `${id}-fault ${id}-note` })}
      <p class="attempt slim" role="alert" id={`${id}-fault`}>
        {props.fault}
      </p>
      <Show when={props.note}>
        <p class="footnote" id={`${id}-note`}>
          {props.note}
        </p>
      </Show>
    </div>
  );
}
