import type { Alert } from "../../../../domain/alert.ts";
import type { Change } from "../../../../domain/diff.ts";
import { searchTextOf } from "../../../../domain/search.ts";
import type { Tables } from "../file/database.ts";

/**
 * Brings the index of the search from before some changes to after them: one for each alert, in the
 * order of ids. Whenever a lower id comes, FTS5 first writes out all that it has gathered.
 */
export function prepareSearchIndex({ $client: db }: Tables): (changes: Iterable<Change>) => void {
  const insert = db.prepare("insert into search (rowid, text) values (?, ?)");
  const replace = db.prepare("replace into search (rowid, text) values (?, ?)");
  return (changes) => {
    for (const { before, after } of changes) {
      // To replace what is not there costs a look for it.
      if (before === null) insert.run(after.id, searchTextOf(after));
      else if (hasOtherText(before, after)) replace.run(after.id, searchTextOf(after));
    }
  };
}

function hasOtherText(before: Alert, after: Alert): boolean {
  return before.title !== after.title || before.description !== after.description;
}
