import { createSignal, onCleanup } from "solid-js";
import * as v from "valibot";

/** How somebody wants to be told of what a view catches. */
export interface Choice {
  readonly notify: boolean;
  readonly sound: boolean;
}

export const UNTOLD: Choice = { notify: false, sound: false };

const choiceSchema = v.object({ notify: v.boolean(), sound: v.boolean() });
const keptSchema = v.array(v.tuple([v.string(), choiceSchema]));

/** The choices by the keys of their views, in every tab the same. */
export interface Choices {
  readonly of: (key: string) => Choice;
  /** Whether the browser has kept it. */
  readonly choose: (key: string, choice: Choice) => boolean;
}

/** Kept by the browser under `name`: whether it may show notifications is its own, too. */
export function createChoices(name: string): Choices {
  const [choices, setChoices] = createSignal(read(name));
  const ended = new AbortController();
  // Other tabs alone hear of it.
  addEventListener("storage", () => setChoices(read(name)), { signal: ended.signal });
  onCleanup(() => ended.abort());

  function choose(key: string, choice: Choice): boolean {
    const next = new Map(read(name));
    if (choice.notify || choice.sound) next.set(key, choice);
    else next.delete(key);
    setChoices(next);
    try {
      localStorage.setItem(name, JSON.stringify([...next]));
      return true;
    } catch {
      return false;
    }
  }

  return { of: (key) => choices().get(key) ?? UNTOLD, choose };
}

/** What another version, or somebody else, has written there is no choice. */
function read(name: string): ReadonlyMap<string, Choice> {
  try {
    const kept = v.safeParse(keptSchema, JSON.parse(localStorage.getItem(name) ?? "[]"));
    return new Map(kept.success ? kept.output : []);
  } catch {
    return new Map();
  }
}
