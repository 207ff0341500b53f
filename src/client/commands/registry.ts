import type { Action } from "../../domain/act.ts";
import { ACTIONS } from "./actions.ts";

/** All that a reader can do on the page, besides following its links. */
export type CommandName =
  | Action
  | "next"
  | "previous"
  | "newest"
  | "oldest"
  | "go-to-time"
  | "open"
  | "close"
  | "select"
  | "select-next"
  | "select-previous"
  | "select-all"
  | "leave-text"
  | "note"
  | "undo"
  | "pause"
  | "reconnect"
  | "search"
  | "leave-up"
  | "leave-down"
  | "save-csv"
  | "save-json"
  | "print"
  | "palette"
  | "help";

/**
 * Where the focus is: a row itself, one that a pointer has put it on, a control in a row or elsewhere,
 * text that is being typed, or none of these.
 */
export type Focus = "row" | "pointed-row" | "in-row" | "control" | "text" | "elsewhere";

export interface Shortcut {
  /** The key, as `KeyboardEvent.key` has it. */
  readonly key: string;
  /** Whether it goes with Ctrl. */
  readonly ctrl?: boolean;
  /** Whether it goes with Ctrl or, on a Mac, with ⌘, wherever the focus is. */
  readonly primary?: true;
  /** Whether it goes with Shift; where that is not said, it goes with and without. */
  readonly shift?: true;
  /** Where the focus must be; anywhere but in text, if this is left out. */
  readonly on?: readonly Focus[];
}

interface Command {
  /** What it does, as on a button. */
  readonly words: string;
  readonly shortcuts: readonly Shortcut[];
  /** Whether it is done over and over while the key is held. Everything else a hand does once. */
  readonly repeats?: true;
}

const IN_FEED = ["row", "pointed-row", "in-row"] as const;
/** Who came by pointer reads by the page, who came by keyboard goes from alert to alert. */
const BY_ALERT = ["row", "in-row"] as const;

/** The one place that says what there is to do: buttons, keys and the palette read it, in this order. */
export const COMMANDS: Readonly<Record<CommandName, Command>> = {
  next: {
    words: "Next alert",
    shortcuts: [{ key: "j" }, { key: "PageDown", on: BY_ALERT }],
    repeats: true,
  },
  previous: {
    words: "Previous alert",
    shortcuts: [{ key: "k" }, { key: "PageUp", on: BY_ALERT }],
    repeats: true,
  },
  newest: { words: "The newest alerts", shortcuts: [{ key: "Home" }] },
  oldest: { words: "The first alerts ever received", shortcuts: [{ key: "End" }] },
  "go-to-time": { words: "Go to a date or a time", shortcuts: [{ key: "g" }] },
  open: { words: "Open the alert", shortcuts: [{ key: "Enter", on: ["row", "pointed-row"] }] },
  "leave-text": {
    words: "Leave the text",
    shortcuts: [{ key: "Escape", on: ["text"] }],
  },
  close: { words: "Close the alert", shortcuts: [{ key: "Escape" }] },
  select: { words: "Select the alert", shortcuts: [{ key: "x" }] },
  "select-next": {
    words: "Select the next alert, too",
    shortcuts: [{ key: "ArrowDown", shift: true }],
    repeats: true,
  },
  "select-previous": {
    words: "Select the previous alert, too",
    shortcuts: [{ key: "ArrowUp", shift: true }],
    repeats: true,
  },
  "select-all": { words: "Select all that match", shortcuts: [{ key: "X", shift: true }] },
  acknowledge: { words: "Acknowledge", shortcuts: [{ key: "a" }] },
  unacknowledge: { words: "Unacknowledge", shortcuts: [{ key: "u" }] },
  resolve: { words: "Resolve", shortcuts: [{ key: "r" }] },
  reopen: { words: "Reopen", shortcuts: [{ key: "o" }] },
  snooze: { words: "Snooze", shortcuts: [{ key: "s" }] },
  wake: { words: "Wake", shortcuts: [{ key: "w" }] },
  delete: { words: "Delete", shortcuts: [{ key: "Delete" }] },
  restore: { words: "Restore", shortcuts: [{ key: "t" }] },
  note: { words: "Write a note", shortcuts: [{ key: "n" }] },
  undo: { words: "Undo", shortcuts: [{ key: "z" }] },
  pause: { words: "Hold what arrives, let it in", shortcuts: [{ key: "p" }] },
  reconnect: { words: "Try now", shortcuts: [] },
  search: { words: "Search", shortcuts: [{ key: "/" }] },
  "leave-up": {
    words: "Leave the feed upwards",
    shortcuts: [{ key: "Home", ctrl: true, on: IN_FEED }],
  },
  "leave-down": {
    words: "Leave the feed downwards",
    shortcuts: [{ key: "End", ctrl: true, on: IN_FEED }],
  },
  "save-csv": { words: "Download what matches as CSV", shortcuts: [] },
  "save-json": { words: "Download what matches as JSON", shortcuts: [] },
  print: { words: "Print what is shown", shortcuts: [] },
  palette: { words: "All there is to do", shortcuts: [{ key: "k", primary: true }] },
  help: { words: "All keys", shortcuts: [{ key: "?" }] },
};

/** What only those do who may act on alerts. */
export const OPERATING: ReadonlySet<CommandName> = new Set([
  ...ACTIONS,
  "select",
  "select-next",
  "select-previous",
  "select-all",
  "note",
  "undo",
]);

export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];
