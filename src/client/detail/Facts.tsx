import { Index } from "solid-js";
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
        <Index each={props.facts}>
          {(fact) => (
            <>
              <dt>{fact()[0]}</dt>
              <dd dir="auto">
                <Prose text={fact()[1]} />
              </dd>
            </>
          )}
        </Index>
      </dl>
    </section>
  );
}
