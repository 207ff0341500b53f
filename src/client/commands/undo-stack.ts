/** Something that can be taken back. */
export interface Undoable {
  readonly undo: () => Promise<void>;
}

/** What was done on this page and still stands, the newest last. */
export interface UndoStack {
  readonly remember: (deed: Undoable) => void;
  readonly forget: (deed: Undoable) => void;
  readonly last: () => Undoable | undefined;
}

/** Deeds that are remembered; who wants to go back further has the history of each alert. */
const MOST = 50;

export function createUndoStack(): UndoStack {
  let deeds: readonly Undoable[] = [];

  return {
    remember: (deed) => {
      deeds = [...deeds, deed].slice(-MOST);
    },
    forget: (deed) => {
      deeds = deeds.filter((other) => other !== deed);
    },
    last: () => deeds.at(-1),
  };
}
