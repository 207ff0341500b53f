import type { WrittenFilter } from "../../domain/filter.ts";
import { lackedFor, SETTINGS_NAMES, type SettingsNeed } from "../address/settings-nav.ts";
import { SETTINGS_PAGES, type SettingsPageName } from "../address/settings-pages.ts";
import { isAction } from "../commands/actions.ts";
import { keyOf } from "../commands/keys.ts";
import { COMMAND_NAMES, type CommandName, COMMANDS } from "../commands/registry.ts";
import { momentWords } from "../words/time.ts";

/** What an entry of the palette does. */
export type Deed =
  | { readonly type: "command"; readonly name: CommandName }
  | { readonly type: "view"; readonly filter: WrittenFilter }
  | { readonly type: "settings"; readonly page: SettingsPageName }
  /** Lands at a time (ms since 1970). */
  | { readonly type: "time"; readonly time: number };

export interface Entry {
  readonly words: string;
  /** What it is about, such as the alert that it is done to. */
  readonly about: string;
  readonly key?: string | undefined;
  readonly does: Deed;
}

/** The commands that a hand does without looking for them: what moves, and what leaves a place. */
const UNLISTED: ReadonlySet<CommandName> = new Set([
  ...COMMAND_NAMES.filter((name) => COMMANDS[name].repeats),
  "leave-text",
  "leave-up",
  "leave-down",
  "open",
  "palette",
]);

const LEADING: ReadonlySet<CommandName> = new Set(["newest", "oldest", "go-to-time"]);

/** What actions are done to, and what may be done now. */
interface Occasion {
  /** The title of the alert that the reader is at, or how many are selected; empty where that is none. */
  readonly subject: string;
  readonly may: (name: CommandName) => boolean;
}

/** The commands that may be done now, those to alerts first: they are why somebody comes in a hurry. */
export function commandEntries({ subject, may }: Occasion): readonly Entry[] {
  const entries = COMMAND_NAMES.filter((name) => !UNLISTED.has(name) && may(name)).map(
    (name): Entry => ({
      words: COMMANDS[name].words,
      about: isToAlerts(name) ? subject : LEADING.has(name) ? "Go to" : "This page",
      key: keyOf(name),
      does: { type: "command", name },
    }),
  );
  const isFirst = ({ does }: Entry) => does.type === "command" && isToAlerts(does.name);
  return [...entries.filter(isFirst), ...entries.filter((entry) => !isFirst(entry))];
}

function isToAlerts(name: CommandName): boolean {
  return isAction(name) || name === "note";
}

export function viewEntries(
  views: readonly { readonly name: string; readonly filter: WrittenFilter }[],
): readonly Entry[] {
  return views.map(({ name, filter }) => ({
    words: name,
    about: "View",
    does: { type: "view", filter },
  }));
}

/** The pages that whoever is here may see. */
export function settingsEntries(may: (need: SettingsNeed) => boolean): readonly Entry[] {
  return SETTINGS_PAGES.filter((page) => lackedFor(page, may) === null).map((page) => ({
    words: SETTINGS_NAMES[page],
    about: "Settings",
    does: { type: "settings", page },
  }));
}

/** The time that is typed, where one is; what has no digit is rather a word. */
export function timeEntries(text: string, time: number | null, zone: string): readonly Entry[] {
  if (time === null || !/\d/u.test(text)) return [];
  const words = momentWords(new Date(time).toISOString(), zone);
  return [{ words, about: "Go to", does: { type: "time", time } }];
}

/** No more is typed than this (characters). */
export const LONGEST = 60;

/** The entries that have every word that is typed, the best first; those that are as good stay in their order. */
export function found(entries: readonly Entry[], text: string): readonly Entry[] {
  const words = text.slice(0, LONGEST).toLowerCase().split(/\s+/u).filter(Boolean);
  return entries
    .map((entry) => ({ entry, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}

/** 0 where any of the words is not in it. What it says counts more than what it is about. */
function scoreOf({ words, about }: Entry, typed: readonly string[]): number {
  const said = words.toLowerCase();
  const context = about.toLowerCase();
  let score = 1;
  for (const word of typed) {
    const best = Math.max(4 * closeness(said, word), closeness(context, word));
    if (best === 0) return 0;
    score += best;
  }
  return score;
}

/** How well a text has a word: as the beginning of one, within one, or letter by letter within one. */
function closeness(text: string, word: string): 0 | 1 | 2 | 3 {
  const own = text.split(/[^\p{L}\p{N}]+/u);
  if (own.some((one) => one.startsWith(word))) return 3;
  if (text.includes(word)) return 2;
  return own.some((one) => hasLetters(one, word)) ? 1 : 0;
}

/** Whether the letters come in that order, the first of them at the beginning. */
function hasLetters(text: string, letters: string): boolean {
  if (text[0] !== letters[0]) return false;
  let from = 0;
  for (const letter of letters) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
