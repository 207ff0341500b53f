import { createMemo, createSignal, Show } from "solid-js";
import type { ShownOperation } from "../../../protocol/operations.ts";
import { cancelOperation } from "../../api/operations.ts";
import { useFocusHeir } from "../../ui/focus-heir.ts";
import { useInteractive } from "../../ui/interactive.ts";
import { createDeed } from "../deed.ts";
import { KIND_WORDS, speedWords, progressWords } from "./operation-words.ts";
import { firstOf, speedBetween, type Sighting } from "./speed.ts";

/** Long work while it runs: how far it is, how fast it goes, and a way to break it off. */
export function RunningOperation(props: {
  operation: ShownOperation;
  onChanged: () => Promise<void>;
  /** Where the focus goes when it ends under it. */
  onGone: () => void;
}) {
  const title = () => KIND_WORDS[props.operation.kind].doing;
  return (
    <div class="card running" role="group" aria-label={title()}>
      <h2>
        {title()} <small>{progressWords(props.operation.progress)}</small>
      </h2>
      <Bar operation={props.operation} label={title()} />
      <Foot operation={props.operation} onChanged={props.onChanged} onGone={props.onGone} />
    </div>
  );
}

/** Without a value it says that nobody knows how far it is. */
function Bar(props: { operation: ShownOperation; label: string }) {
  const total = () => props.operation.progress.total;
  return (
    <Show when={total()} fallback={<progress aria-label={props.label} />}>
      {(of) => (
        <progress aria-label={props.label} value={props.operation.progress.done} max={of()} />
      )}
    </Show>
  );
}

function Foot(props: {
  operation: ShownOperation;
  onChanged: () => Promise<void>;
  onGone: () => void;
}) {
  const isInteractive = useInteractive();
  const cancelling = createDeed();
  const [isCancelled, setIsCancelled] = createSignal(false);
  let button!: HTMLButtonElement;
  useFocusHeir(
    () => button,
    () => props.onGone(),
  );
  const speed = createSpeed(() => props.operation);

  function cancel(): void {
    const { id } = props.operation;
    const { onChanged } = props;
    void cancelling.run(
      () => cancelOperation(id),
      async () => {
        setIsCancelled(true);
        await onChanged();
      },
    );
  }

  return (
    <div class="running-foot">
      <span>{speedWords(speed(), props.operation.progress.unit)}</span>
      <p class="attempt slim" role="alert">
        {cancelling.failure()}
      </p>
      <button
        type="button"
        class="button"
        ref={button}
        disabled={!isInteractive()}
        aria-busy={isCancelled()}
        onClick={cancel}
      >
        {isCancelled() ? "Cancelling…" : "Cancel"}
      </button>
    </div>
  );
}

/** How fast it goes, as far as it was looked at here. */
function createSpeed(operation: () => ShownOperation) {
  const seen = createMemo<readonly [first: Sighting, latest: Sighting] | null>((before) => {
    const latest = { progress: operation().progress, at: performance.now() };
    return [firstOf(before?.[0] ?? null, latest), latest];
  }, null);
  return () => {
    const between = seen();
    return between === null ? null : speedBetween(...between);
  };
}
