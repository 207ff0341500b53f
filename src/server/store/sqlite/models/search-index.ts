import type { Alert } from "../../../../domain/alert.ts";
import { type Change, idOf } from "../../../../domain/diff.ts";
import { fold, searchTextOf } from "../../../../domain/search.ts";
import type { Tables } from "../file/database.ts";

const INSERT = "insert into search (rowid, text) values (?, ?)";
const REPLACE = "replace into search (rowid, text) values (?, ?)";

/**
 * Brings the index of the search from before some changes to after them: one for each alert, in the
 * order of ids. Whenever a lower id comes, FTS5 first writes out all that it has gathered.
 */
export function prepareSearchIndex({ $client: db }: Tables): (changes: Iterable<Change>) => void {
  const insert = db.prepare(INSERT);
  const replace = db.prepare(REPLACE);
  const remove = prepareRemove(db);
  return (changes) => {
    const removed: number[] = [];
    for (const change of changes) {
      const { before, after } = change;
      // To replace what is not there costs a look for it.
      if (after === null) removed.push(idOf(change));
      else if (before === null) insert.run(after.id, searchTextOf(after));
      else if (hasOtherText(before, after)) replace.run(after.id, searchTextOf(after));
    }
    if (removed.length > 0) remove(removed);
  };
}

/** Parts of a level that FTS5 merges with what is written; 0 for none. It is a setting that the index keeps. */
export const MERGES = 8;

/**
 * Takes alerts out of the index, in the order of ids. FTS5 counts each as if a page had been written, and merges
 * many times as much with it, which takes fifty times as long as to take it out: so it does not merge meanwhile.
 * What is gone goes from the file with what is merged for those who post. Both settings write what was gathered before.
 */
function prepareRemove(db: Tables["$client"]): (ids: readonly number[]) => void {
  const remove = db.prepare<[number]>("delete from search where rowid = ?");
  const merge = (parts: number) =>
    db.prepare(`insert into search (search, rank) values ('automerge', ${parts})`);
  const [stop, goOn] = [merge(0), merge(MERGES)];
  return (ids) => {
    stop.run();
    for (const id of ids) remove.run(id);
    goOn.run();
  };
}

/** What is to be found of an alert, as it stands there. */
export type SearchText = readonly [id: number, text: string];

/** Brings alerts into the index, in the order of ids. */
export function prepareSearchInBulk({
  $client: db,
}: Tables): (texts: readonly SearchText[]) => void {
  const insert = db.prepare<[number, string]>(INSERT);
  return (texts) => {
    for (const [id, text] of texts) insert.run(id, fold(text));
  };
}

/** Times that the parts are raised, by two levels or so each: what is on the fifth is reached after 65,536 commits. */
const RAISES = 3;

/**
 * Puts all parts of the index where FTS5 goes on to merge them a little with what is written. It merges the
 * parts of a level all at once when there are sixteen, and each commit adds one to the lowest, where those that were made in
 * bulk lie: whoever posts next would wait for that. A merge that is begun moves all parts above the highest
 * level; it moves nothing where one level has all, therefore an alert, which is there, is written anew before each.
 */
export function raiseParts({ $client: db }: Tables, [id, text]: SearchText): void {
  const replace = db.prepare<[number, string]>(REPLACE);
  for (let raised = 0; raised < RAISES; raised += 1) {
    replace.run(id, fold(text));
    // As little as it may do.
    db.exec("insert into search (search, rank) values ('merge', -1)");
  }
}

function hasOtherText(before: Alert, after: Alert): boolean {
  return before.title !== after.title || before.description !== after.description;
}
