import type { Alert } from "./alert.ts";
import { wellFormed } from "./well-formed.ts";

/** Words of at least this many code points are found by the trigram index; shorter ones are read. */
export const INDEXED_WORD = 3;

/**
 * The form in which text is compared: index and predicate both use it, so they agree. Lower case
 * alone depends on the place in a word (the Greek final sigma) and upper case alone leaves some
 * capitals apart from their small letters (ẞ and ß); one after the other does neither.
 */
export function fold(text: string): string {
  return wellFormed(text).toLowerCase().toUpperCase().normalize("NFC");
}

/** The words of a query, folded, each once. */
export function wordsOf(query: string): string[] {
  return [...new Set(fold(query).split(/\s+/u).filter(Boolean))];
}

type Searched = Pick<Alert, "title" | "description" | "source" | "labels">;

/** Everything of an alert that is searched, folded. */
export function searchTextOf(alert: Searched): string {
  return fold(searchedOf(alert));
}

/** The same as it stands in the alert. A word has no line break, so none spans two. */
export function searchedOf({ title, description, source, labels }: Searched): string {
  return [title, description, source, ...Object.values(labels)].join("\n");
}
