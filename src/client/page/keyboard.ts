import type { Commands } from "../commands/commands.ts";
import { commandOf } from "../commands/keys.ts";
import type { Focus } from "../commands/registry.ts";
import { TEXT } from "./page-effects.ts";

/** Runs what the keys ask for, once the list is on screen and until it is aborted. */
export function listenToKeys(commands: Commands, list: HTMLElement, until: AbortSignal): void {
  /** Whether the focus is where a pointer has put it. */
  let isPointed = false;

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector("dialog[open], :popover-open")) return;
    const name = commandOf(event, focusOf(event.target, list, isPointed));
    if (event.key === "Tab" || name === "next" || name === "previous") isPointed = false;
    if (name === null) return;
    event.preventDefault();
    if (name !== "nothing") commands.run(name);
  }

  const pointed = (): void => {
    isPointed = true;
  };
  document.addEventListener("keydown", onKey, { signal: until });
  document.addEventListener("pointerdown", pointed, { capture: true, signal: until });
}

function focusOf(target: EventTarget | null, list: HTMLElement, isPointed: boolean): Focus {
  if (!(target instanceof HTMLElement)) return "elsewhere";
  if (target.matches(TEXT)) return "text";
  if (target.matches("[data-alert-id]")) return isPointed ? "pointed-row" : "row";
  if (list.contains(target)) return "in-row";
  return target.closest("a, button, summary") ? "control" : "elsewhere";
}
