import { Show } from "solid-js";
import type { BackupPlan } from "../../../protocol/backups.ts";
import type { ShownOperation } from "../../../protocol/operations.ts";
import { ageWords } from "../../words/age.ts";
import { Ago } from "../Moment.tsx";
import { endWords } from "./operation-words.ts";

interface RetentionFactsProps {
  readonly retention: BackupPlan["retention"];
  /** Newest first. */
  readonly operations: readonly ShownOperation[];
}

/** How long alerts are kept, by which variable that is said, and what was removed last. */
export function RetentionFacts(props: RetentionFactsProps) {
  const last = () =>
    props.operations.find(({ kind, state }) => kind === "purge" && state !== "running");
  return (
    <dl class="facts plan">
      <dt>Resolved alerts</dt>
      <dd>
        <Kept age={props.retention.resolved} from="they were received and resolved" />
        <p class="footnote">
          By <code>RETENTION</code>. What is open stays, however old it is.
        </p>
      </dd>
      <dt>In the trash</dt>
      <dd>
        <Kept age={props.retention.trash} from="they were put there" />
        <p class="footnote">
          By <code>TRASH_RETENTION</code>.
        </p>
      </dd>
      <dt>Last removed</dt>
      <dd>
        <Show when={last()} fallback="Nothing yet, as far as is known here.">
          {(purge) => (
            <>
              <Ago time={purge().startedAt} />: {endWords(purge())}
            </>
          )}
        </Show>
        <p class="footnote">
          Once a day where anything is to go, and whenever an admin asks for it.
        </p>
      </dd>
    </dl>
  );
}

function Kept(props: { age: string | null; from: string }) {
  return (
    <Show when={props.age} fallback="For ever.">
      {(age) => (
        <>
          {ageWords(age())} after {props.from}.
        </>
      )}
    </Show>
  );
}
