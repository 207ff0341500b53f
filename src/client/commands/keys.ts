import type { Action } from "../api/api.ts";

/** What a key asks for. */
export type Intent =
  | { readonly type: "next" | "previous" | "newest" | "oldest" | "open" | "close" | "pause" }
  | { readonly type: "search" | "help" | "leave-up" | "leave-down" | "leave-text" }
  | { readonly type: "act"; readonly action: Action }
  /** Nothing, and the browser is not to do anything either. */
  | { readonly type: "nothing" };

type Key = Pick<
  KeyboardEvent,
  "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat" | "isComposing"
>;

/**
 * Where the focus is: a row itself, one that a pointer has put it on, a control in a row or elsewhere,
 * text that is being typed, or none of these.
 */
export type Focus = "row" | "pointed-row" | "in-row" | "control" | "text" | "elsewhere";

const ACTIONS: Readonly<Record<string, Action>> = {
  a: "acknowledge",
  u: "unacknowledge",
  r: "resolve",
  Delete: "delete",
};

/** What may go on for as long as the key is held. Everything else a hand does once. */
const GOES_ON: readonly Intent["type"][] = ["next", "previous"];

/** What the key asks for there, null where it is the browser's. */
export function intentOf(key: Key, focus: Focus): Intent | null {
  // The key is of what is being put together, such as a Chinese word.
  if (key.isComposing) return null;
  if (focus === "text") return key.key === "Escape" && !key.repeat ? { type: "leave-text" } : null;
  const intent = pressed(key, focus);
  if (!key.repeat) return intent;
  // Held on a control, these would press it again and again.
  if (isOnControl(focus) && (key.key === "Enter" || key.key === " ")) return { type: "nothing" };
  return intent === null || GOES_ON.includes(intent.type) ? intent : { type: "nothing" };
}

function isOnControl(focus: Focus): boolean {
  return focus === "control" || focus === "in-row";
}

function isInFeed(focus: Focus): boolean {
  return focus === "row" || focus === "pointed-row" || focus === "in-row";
}

function pressed(key: Key, focus: Focus): Intent | null {
  if (key.metaKey || key.altKey) return null;
  if (key.ctrlKey) return isInFeed(focus) ? leaving(key.key) : null;
  const action = ACTIONS[key.key];
  if (action !== undefined) return { type: "act", action };
  return moving(key, focus);
}

/** The way out of a feed, which has no end that Tab would reach. */
function leaving(key: string): Intent | null {
  if (key === "Home") return { type: "leave-up" };
  return key === "End" ? { type: "leave-down" } : null;
}

function moving({ key }: Key, focus: Focus): Intent | null {
  // Who came by pointer reads by the page, who came by keyboard goes from alert to alert.
  const isByAlert = focus === "row" || focus === "in-row";
  switch (key) {
    case "j":
      return { type: "next" };
    case "k":
      return { type: "previous" };
    case "PageDown":
      return isByAlert ? { type: "next" } : null;
    case "PageUp":
      return isByAlert ? { type: "previous" } : null;
    case "Home":
      return { type: "newest" };
    case "End":
      return { type: "oldest" };
    case "Enter":
      return focus === "row" || focus === "pointed-row" ? { type: "open" } : null;
    case "Escape":
      return { type: "close" };
    case "p":
      return { type: "pause" };
    case "/":
      return { type: "search" };
    case "?":
      return { type: "help" };
    default:
      return null;
  }
}

/** The keys as they are told to the reader. */
export const KEYS: readonly (readonly [keys: readonly string[], words: string])[] = [
  [["j", "k"], "Next alert, previous alert"],
  [["Page Down", "Page Up"], "The same, in the feed"],
  [["Home"], "The newest alerts"],
  [["End"], "The first alerts ever received"],
  [["Enter"], "Open the alert"],
  [["Esc"], "Leave the text, close the alert"],
  [["a", "u"], "Acknowledge, take it back"],
  [["r"], "Resolve"],
  [["Delete"], "Delete; it can be undone"],
  [["p"], "Hold what arrives, let it in"],
  [["/"], "Search"],
  [["Ctrl Home", "Ctrl End"], "Leave the feed"],
  [["?"], "These keys"],
];
