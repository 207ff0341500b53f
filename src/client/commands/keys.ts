import {
  COMMAND_NAMES,
  type CommandName,
  COMMANDS,
  type Focus,
  type Shortcut,
} from "./registry.ts";

type Key = Pick<
  KeyboardEvent,
  "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "repeat" | "isComposing"
>;

/**
 * What the key asks for where the focus is there: null where it is the browser's, "nothing" where the
 * browser is not to do anything either.
 */
export function commandOf(key: Key, focus: Focus): CommandName | "nothing" | null {
  // The key is of what is being put together, such as a Chinese word.
  if (key.isComposing) return null;
  const name = COMMAND_NAMES.find((command) =>
    COMMANDS[command].shortcuts.some((shortcut) => isPressed(shortcut, key, focus)),
  );
  if (!key.repeat) return name ?? null;
  if (focus === "text") return null;
  // Held on a control, these would press it again and again.
  if (isOnControl(focus) && (key.key === "Enter" || key.key === " ")) return "nothing";
  if (name === undefined) return null;
  return COMMANDS[name].repeats ? name : "nothing";
}

function isPressed(
  { key, ctrl = false, primary, shift, on }: Shortcut,
  pressed: Key,
  focus: Focus,
): boolean {
  if (primary) return key === pressed.key && isPrimary(pressed);
  if (key !== pressed.key || (shift === true && !pressed.shiftKey)) return false;
  // What leaves a text does so with whatever is held beside it.
  if (focus === "text") return on?.includes("text") ?? false;
  const isHere = on?.includes(focus) ?? true;
  return isHere && ctrl === pressed.ctrlKey && !pressed.metaKey && !pressed.altKey;
}

/** Whether Ctrl or ⌘ is held, and nothing else. */
function isPrimary({ ctrlKey, metaKey, altKey, shiftKey }: Key): boolean {
  return ctrlKey !== metaKey && !altKey && !shiftKey;
}

function isOnControl(focus: Focus): boolean {
  return focus === "control" || focus === "in-row";
}

export const NAMES: Readonly<Record<string, string>> = {
  PageDown: "Page Down",
  PageUp: "Page Up",
  Escape: "Esc",
  ArrowDown: "↓",
  ArrowUp: "↑",
};
/** Where there is little room. */
const SHORT_NAMES: Readonly<Record<string, string>> = { ...NAMES, Delete: "Del" };

/** The key to print on a button. */
export function keyOf(name: CommandName): string | undefined {
  const [shortcut] = COMMANDS[name].shortcuts;
  return shortcut && heldWith(shortcut) + (SHORT_NAMES[shortcut.key] ?? shortcut.key);
}

export function heldWith({ ctrl, primary, shift }: Shortcut): string {
  return (primary ? "Ctrl/⌘ " : ctrl ? "Ctrl " : "") + (shift ? "Shift " : "");
}
