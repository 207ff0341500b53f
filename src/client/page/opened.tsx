import { DetailActions } from "../commands/DetailActions.tsx";
import { UndoEntry } from "../commands/UndoEntry.tsx";
import type { Opened } from "../detail/AlertDetail.tsx";
import { Controls, Told } from "../detail/Opened.tsx";

/** What shows an alert that is open, with what can be done to it. */
export const opened: Opened = {
  Told: (props) => (
    <Told {...props} undo={(entry) => <UndoEntry {...entry} onUndo={props.onUndo} />} />
  ),
  Controls: (props) => <Controls {...props} actions={DetailActions} />,
};
