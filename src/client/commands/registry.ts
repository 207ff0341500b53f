import type { Action } from "../api/api.ts";

/** All that a reader can do on the page, besides following its links. */
export type CommandName =
  | Action
  | "next"
  | "previous"
  | "newest"
  | "oldest"
  | "open"
  | "close"
  | "leave-text"
  | "pause"
  | "reconnect"
  | "search"
  | "leave-up"
  | "leave-down"
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
  /** Where the focus must be; anywhere but in text, if this is left out. */
  readonly on?: readonly Focus[];
  /** What the list of keys says, if not the words of the command. What says the same is one line. */
  readonly told?: string;
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

const STEP = "Next alert, previous alert";
const STEP_IN_FEED = "The same, in the feed";
const TAKE = "Acknowledge, take it back";
const LEAVE = "Leave the text, close the alert";
/** A feed has no end that Tab would reach. */
const LEAVE_FEED = "Leave the feed";

/** The one place that says what there is to do: buttons and keys read it, in this order. */
export const COMMANDS: Readonly<Record<CommandName, Command>> = {
  next: {
    words: "Next alert",
    shortcuts: [
      { key: "j", told: STEP },
      { key: "PageDown", on: BY_ALERT, told: STEP_IN_FEED },
    ],
    repeats: true,
  },
  previous: {
    words: "Previous alert",
    shortcuts: [
      { key: "k", told: STEP },
      { key: "PageUp", on: BY_ALERT, told: STEP_IN_FEED },
    ],
    repeats: true,
  },
  newest: { words: "The newest alerts", shortcuts: [{ key: "Home" }] },
  oldest: { words: "The first alerts ever received", shortcuts: [{ key: "End" }] },
  open: { words: "Open the alert", shortcuts: [{ key: "Enter", on: ["row", "pointed-row"] }] },
  "leave-text": {
    words: "Leave the text",
    shortcuts: [{ key: "Escape", on: ["text"], told: LEAVE }],
  },
  close: { words: "Close the alert", shortcuts: [{ key: "Escape", told: LEAVE }] },
  acknowledge: { words: "Acknowledge", shortcuts: [{ key: "a", told: TAKE }] },
  unacknowledge: { words: "Unacknowledge", shortcuts: [{ key: "u", told: TAKE }] },
  resolve: { words: "Resolve", shortcuts: [{ key: "r" }] },
  restore: { words: "Restore", shortcuts: [] },
  delete: { words: "Delete", shortcuts: [{ key: "Delete", told: "Delete; it can be undone" }] },
  pause: { words: "Hold what arrives, let it in", shortcuts: [{ key: "p" }] },
  reconnect: { words: "Try now", shortcuts: [] },
  search: { words: "Search", shortcuts: [{ key: "/" }] },
  "leave-up": {
    words: "Leave the feed upwards",
    shortcuts: [{ key: "Home", ctrl: true, on: IN_FEED, told: LEAVE_FEED }],
  },
  "leave-down": {
    words: "Leave the feed downwards",
    shortcuts: [{ key: "End", ctrl: true, on: IN_FEED, told: LEAVE_FEED }],
  },
  help: { words: "These keys", shortcuts: [{ key: "?" }] },
};

export const COMMAND_NAMES = Object.keys(COMMANDS) as readonly CommandName[];
