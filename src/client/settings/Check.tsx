/** One of several things to tick, or of a group to choose from, with what it means beside it. */
export function Check(props: {
  words: { readonly name: string; readonly note: string };
  isChecked: boolean;
  /** The name of the group, where only one can be chosen. */
  group?: string;
  onChange: (isChecked: boolean) => void;
}) {
  return (
    <label class="check">
      <input
        type={props.group === undefined ? "checkbox" : "radio"}
        name={props.group}
        checked={props.isChecked}
        onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
      />
      <span>
        {props.words.name} <small>{props.words.note}</small>
      </span>
    </label>
  );
}
