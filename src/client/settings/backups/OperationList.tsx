import type { ShownOperation } from "../../../protocol/operations.ts";
import { ById } from "../ById.tsx";
import { Ago } from "../Moment.tsx";
import { endWords, KIND_WORDS, tookWords } from "./operation-words.ts";

/** Long work that has ended, newest first: what it was, how it ended, and how long it took. */
export function OperationList(props: { operations: readonly ShownOperation[] }) {
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
            </span>
          </li>
        )}
      </ById>
    </ul>
  );
}
