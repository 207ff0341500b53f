import type { Alert } from "../../../../domain/alert.ts";
import { type Change, idOf } from "../../../../domain/diff.ts";
import { searchTextOf } from "../../../../domain/search.ts";
import type { Tables } from "../file/database.ts";

const INSERT = "insert into search (rowid, text) values (?, ?)";

/**
 * Brings the index of the search from before some changes to after them: one for each alert, in the
 * order of ids. Whenever a lower id comes, FTS5 first writes out all that it has gathered.
 */
export function prepareSearchIndex({ $client: db }: Tables): (changes: Iterable<Change>) => void {
  const insert = db.prepare(INSERT);
  const replace = db.prepare("replace into search (rowid, text) values (?, ?)");
  const remove = db.prepare("delete from search where rowid = ?");
  return (changes) => {
    for (const change of changes) {
      const { before, after } = change;
      // To replace what is not there costs a look for it.
      if (after === null) remove.run(idOf(change));
      else if (before === null) insert.run(after.id, searchTextOf(after));
      else if (hasOtherText(before, after)) replace.run(after.id, searchTextOf(after));
    }
  };
}

/** What is to be found of an alert that is not in the index yet. */
export type SearchText = readonly [id: number, text: string];

/** Brings alerts into the index, in the order of ids. */
export function prepareSearchInBulk({
  $client: db,
}: Tables): (texts: readonly SearchText[]) => void {
  const insert = db.prepare<[number, string]>(INSERT);
  return (texts) => {
    for (const [id, text] of texts) insert.run(id, text);
  };
}

function hasOtherText(before: Alert, after: Alert): boolean {
  return before.title !== after.title || before.description !== after.description;
}
