import { isAction } from "./actions.ts";
import {
  COMMAND_NAMES,
  type CommandName,
  COMMANDS,
  type Focus,
  type Shortcut,
} from "./registry.ts";

type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "repeat" | "isComposing">;

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

function isPressed({ key, ctrl = false, on }: Shortcut, pressed: Key, focus: Focus): boolean {
  if (key !== pressed.key) return false;
  // What leaves a text does so with whatever is held beside it.
  if (focus === "text") return on?.includes("text") ?? false;
  const isHere = on?.includes(focus) ?? true;
  return isHere && ctrl === pressed.ctrlKey && !pressed.metaKey && !pressed.altKey;
}

function isOnControl(focus: Focus): boolean {
  return focus === "control" || focus === "in-row";
}

const NAMES: Readonly<Record<string, string>> = {
  PageDown: "Page Down",
  PageUp: "Page Up",
  Escape: "Esc",
};
/** Where there is little room. */
const SHORT_NAMES: Readonly<Record<string, string>> = { ...NAMES, Delete: "Del" };

/** The key to print on a button. */
export function keyOf(name: CommandName): string | undefined {
  const [shortcut] = COMMANDS[name].shortcuts;
  return shortcut && (SHORT_NAMES[shortcut.key] ?? shortcut.key);
}

export interface KeyLine {
  readonly keys: readonly string[];
  readonly words: string;
}

/** The keys as they are told to the reader, who may act on alerts or not. */
export function keyLines(mayAct: boolean): readonly KeyLine[] {
  const lines = new Map<string, Set<string>>();
  const names = COMMAND_NAMES.filter((name) => mayAct || !isAction(name));
  for (const { words, shortcuts } of names.map((name) => COMMANDS[name])) {
    for (const { key, ctrl, told = words } of shortcuts) {
      const name = (ctrl ? "Ctrl " : "") + (NAMES[key] ?? key);
      lines.set(told, (lines.get(told) ?? new Set()).add(name));
    }
  }
  return [...lines].map(([words, keys]) => ({ words, keys: [...keys] }));
}
