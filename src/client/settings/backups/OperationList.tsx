import { Show } from "solid-js";
import type { ShownOperation } from "../../../protocol/operations.ts";
import { undoOperation } from "../../api/operations.ts";
import { useInteractive } from "../../ui/interactive.ts";
import { ById } from "../ById.tsx";
import { createDeed } from "../deed.ts";
import { Ago } from "../Moment.tsx";
import { endWords, KIND_WORDS, tookWords } from "./operation-words.ts";

/** Long work that has ended, newest first: what it was, how it ended, and how long it took. */
export function OperationList(props: {
  operations: readonly ShownOperation[];
  onChanged: () => Promise<void>;
}) {
  return (
    <ul class="list" aria-label="Operations">
      <ById each={props.operations}>
        {(operation) => <Item operation={operation()} onChanged={props.onChanged} />}
      </ById>
    </ul>
  );
}

/** What is taken back then runs at the top of the page. */
function Item(props: { operation: ShownOperation; onChanged: () => Promise<void> }) {
  const isInteractive = useInteractive();
  const undoing = createDeed();

  function undo(): void {
    const { operation, onChanged } = props;
    void undoing.run(
      () => undoOperation(operation.id),
      () => onChanged(),
    );
  }

  return (
    <li class="item operation">
      <i
        class="dot"
        classList={{
          bad: props.operation.state === "failed",
          off: props.operation.state === "cancelled",
        }}
      />
      <span>
        <b>{KIND_WORDS[props.operation.kind].name}</b>
      </span>
      <small classList={{ why: props.operation.state === "failed" }}>
        {endWords(props.operation)}
      </small>
      <span class="right">
        <span>
          <Ago time={props.operation.startedAt} />
          {tookWords(props.operation)}
        </span>
        <Show when={props.operation.isUndoable}>
          <button
            type="button"
            class="button"
            disabled={!isInteractive()}
            aria-busy={undoing.isUnderWay()}
            onClick={undo}
          >
            Undo
          </button>
        </Show>
      </span>
      <p class="attempt slim" role="alert">
        {undoing.failure()}
      </p>
    </li>
  );
}
