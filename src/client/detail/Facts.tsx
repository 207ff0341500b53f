import { For } from "solid-js";
import { Prose } from "../ui/Prose.tsx";

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
              <dd dir="auto">
                <Prose text={value} />
              </dd>
            </>
          )}
        </For>
      </dl>
    </section>
  );
}
