import { Show } from "solid-js";
import type { ShownOperation } from "../../../protocol/operations.ts";
import { useInteractive } from "../../ui/interactive.ts";
import { ById } from "../ById.tsx";
import { createDeed } from "../deed.ts";
import { Ago } from "../Moment.tsx";
import { undoOperation } from "./backups.ts";
import { endWords, KIND_WORDS, tookWords } from "./operation-words.ts";

/** Long work that has ended, newest first: what it was, how it ended, and how long it took. */
export function OperationList(props: {
  operations: readonly ShownOperation[];
  onChanged: () => Promise<void>;
}) {
  return (
    <ul class="list" aria-label="Operations">
      <ById each={props.operations}>
        {(operation) => (
          <li class="item operation">
            <i
              class="dot"
              classList={{
                bad: operation().state === "failed",
                off: operation().state === "cancelled",
              }}
            />
            <span>
              <b>{KIND_WORDS[operation().kind].name}</b>
            </span>
            <small classList={{ why: operation().state === "failed" }}>
              {endWords(operation())}
            </small>
            <span class="right">
              <span>
                <Ago time={operation().startedAt} />
                {tookWords(operation())}
              </span>
              <Show when={operation().isUndoable}>
                <Undo id={operation().id} onChanged={props.onChanged} />
              </Show>
            </span>
          </li>
        )}
      </ById>
    </ul>
  );
}

/** Takes back what was done to all that matched; that then runs at the top of the page. */
function Undo(props: { id: number; onChanged: () => Promise<void> }) {
  const isInteractive = useInteractive();
  const undoing = createDeed();

  function undo(): void {
    const { id, onChanged } = props;
    void undoing.run(
      () => undoOperation(id),
      () => onChanged(),
    );
  }

  return (
    <>
      <button
        type="button"
        class="button"
        disabled={!isInteractive()}
        aria-busy={undoing.isUnderWay()}
        onClick={undo}
      >
        Undo
      </button>
      <span class="attempt slim" role="alert">
        {undoing.failure()}
      </span>
    </>
  );
}
