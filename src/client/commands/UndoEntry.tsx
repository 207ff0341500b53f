import { Show } from "solid-js";
import type { Alert } from "../../domain/alert.ts";
import type { History } from "../../protocol/history.ts";
import type { Act } from "../../domain/act.ts";
import { useSession } from "../session/session.ts";
import { useClock } from "../ui/clock.ts";
import { usePresses } from "../ui/press.ts";
import { actionsFor } from "./actions.ts";
import { undoable } from "./undo.ts";

interface Props {
  readonly alert: Alert;
  /** The alert as it was when its history was read. */
  readonly asRead: Alert;
  readonly history: History;
  /** The entry of the history, by its number. */
  readonly seq: number;
  readonly onUndo: (alert: Alert, act: Act) => void;
}

/** Takes back what an entry of a history tells of, for as long as nothing else has come of it. */
export function UndoEntry(props: Props) {
  const { may } = useSession();
  const clock = useClock();
  const presses = usePresses();
  /** What its history says can be taken back, unless what is heard of the alert since makes that impossible. */
  const inverse = () => {
    if (!may("operate") || props.history.newer !== null) return undefined;
    const act = undoable(props.asRead, props.history.events, clock.now()).get(props.seq);
    return act && actionsFor(props.alert).includes(act.action) ? act : undefined;
  };

  return (
    <Show when={inverse()}>
      {(act) => (
        <button
          type="button"
          class="undo-entry"
          onClick={(event) => {
            if (presses.isMeant(event.currentTarget, event)) props.onUndo(props.alert, act());
          }}
        >
          Take back
        </button>
      )}
    </Show>
  );
}
