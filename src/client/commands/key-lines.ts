import { heldWith, NAMES } from "./keys.ts";
import { COMMAND_NAMES, COMMANDS, OPERATING } from "./registry.ts";

export interface KeyLine {
  readonly keys: readonly string[];
  readonly words: string;
}

const STEP = "Next alert, previous alert";
const STEP_IN_FEED = "The same, in the feed";
const SELECT_MORE = "Select the alert and the next, the previous";
const TAKE = "Acknowledge, take it back";
const END = "Resolve, reopen";
const PUT_OFF = "Snooze, wake";
const TRASH = "Delete, take out of the trash";
const LEAVE = "Leave the text, end the selection, close the alert";
/** A feed has no end that Tab would reach. */
const LEAVE_FEED = "Leave the feed";

/** What is said of a key where that is not the words of its command. What says the same is one line. */
export const TOLD: Readonly<Record<string, string>> = {
  j: STEP,
  k: STEP,
  "Page Down": STEP_IN_FEED,
  "Page Up": STEP_IN_FEED,
  Esc: LEAVE,
  "Shift ↓": SELECT_MORE,
  "Shift ↑": SELECT_MORE,
  a: TAKE,
  u: TAKE,
  r: END,
  o: END,
  s: PUT_OFF,
  w: PUT_OFF,
  Delete: TRASH,
  t: TRASH,
  z: "Undo what was done last",
  "Ctrl Home": LEAVE_FEED,
  "Ctrl End": LEAVE_FEED,
};

/** The keys as they are told to the reader, who may act on alerts or not. */
export function keyLines(mayAct: boolean): readonly KeyLine[] {
  const lines = new Map<string, Set<string>>();
  const names = COMMAND_NAMES.filter((name) => mayAct || !OPERATING.has(name));
  for (const { words, shortcuts } of names.map((name) => COMMANDS[name])) {
    for (const shortcut of shortcuts) {
      const name = heldWith(shortcut) + (NAMES[shortcut.key] ?? shortcut.key);
      const told = TOLD[name] ?? words;
      lines.set(told, (lines.get(told) ?? new Set()).add(name));
    }
  }
  return [...lines].map(([words, keys]) => ({ words, keys: [...keys] }));
}
