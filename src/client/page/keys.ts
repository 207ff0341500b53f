import type { Action } from "../feed/api.ts";

/** What a key asks for. */
export type Intent =
  | { readonly type: "next" | "previous" | "newest" | "oldest" | "open" | "close" }
  | { readonly type: "search" | "help" | "leave-up" | "leave-down" }
  | { readonly type: "act"; readonly action: Action };

type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Where the focus is: a row itself, something in a row, text that is being typed, or elsewhere. */
export type Focus = "row" | "in-row" | "text" | "elsewhere";

const ACTIONS: Readonly<Record<string, Action>> = {
  a: "acknowledge",
  u: "unacknowledge",
  r: "resolve",
  Delete: "delete",
};

/** What the key asks for there, null where it is the browser's. */
export function intentOf(key: Key, focus: Focus): Intent | null {
  if (focus === "text") return key.key === "Escape" ? { type: "close" } : null;
  if (key.metaKey || key.altKey) return null;
  if (key.ctrlKey) return focus === "elsewhere" ? null : leaving(key.key);
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
  switch (key) {
    case "j":
      return { type: "next" };
    case "k":
      return { type: "previous" };
    case "PageDown":
      return focus === "elsewhere" ? null : { type: "next" };
    case "PageUp":
      return focus === "elsewhere" ? null : { type: "previous" };
    case "Home":
      return { type: "newest" };
    case "End":
      return { type: "oldest" };
    case "Enter":
      return focus === "row" ? { type: "open" } : null;
    case "Escape":
      return { type: "close" };
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
  [["Esc"], "Close it"],
  [["a", "u"], "Acknowledge, take it back"],
  [["r"], "Resolve"],
  [["Delete"], "Delete; it can be undone"],
  [["/"], "Search"],
  [["Ctrl Home", "Ctrl End"], "Leave the feed"],
  [["?"], "These keys"],
];
