import { Show } from "solid-js";
import type { Answer } from "../../protocol/answer.ts";
import { useInteractive } from "../ui/interactive.ts";
import { createDeed } from "./deed.ts";

/** Beneath a list that is read a page at a time: the next page, on request. */
export function Older<T>(props: {
  /** Where it begins, null where there is none. */
  before: string | null;
  read: (before: string) => Promise<Answer<T>>;
  onRead: (page: T) => void;
}) {
  const isInteractive = useInteractive();
  const reading = createDeed();

  function read(before: string): void {
    const { read: ask, onRead } = props;
    void reading.run(() => ask(before), onRead);
  }

  return (
    <>
      <p class="attempt slim" role="alert">
        {reading.failure()}
      </p>
      <Show when={props.before}>
        {(before) => (
          <button
            type="button"
            class="button"
            disabled={!isInteractive()}
            aria-busy={reading.isUnderWay()}
            onClick={() => read(before())}
          >
            Older
          </button>
        )}
      </Show>
    </>
  );
}
