import { For } from "solid-js";

/** Names and what they stand for. */
export function Facts(props: {
  title: string;
  facts: readonly (readonly [name: string, value: string])[];
}) {
  return (
    <section>
      <h3>{props.title}</h3>
      <dl>
        <For each={props.facts}>
          {([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </>
          )}
        </For>
      </dl>
    </section>
  );
}
