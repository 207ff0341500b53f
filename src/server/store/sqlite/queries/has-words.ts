import type { Tables } from "../file/database.ts";
import type { Pairs } from "../../../../domain/alert.ts";
import { searchTextOf } from "../../../../domain/search.ts";

/**
 * Gives the connection `has_words(title, description, source, labels, words)`, which the SQL of
 * filters calls for the words that are too short for the index: JSON, all of them at once, since
 * to fold a long text costs more than to look for a word in it.
 */
export function addHasWords({ $client }: Tables): void {
  const wordsOf = keepLast((json) => JSON.parse(json) as string[]);
  $client.function(
    "has_words",
    { deterministic: true },
    (title: string, description: string, source: string, labels: string, words: string) => {
      const pairs = JSON.parse(labels) as Pairs;
      const text = searchTextOf({ title, description, source, labels: pairs });
      return wordsOf(words).every((word) => text.includes(word)) ? 1 : 0;
    },
  );
}

/** One query asks for the same words at every row. */
function keepLast<T>(read: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly value: T } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, value: read(text) };
    return last.value;
  };
}
