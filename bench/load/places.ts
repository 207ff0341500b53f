import Database from "better-sqlite3";

const PAGE = 50;

/** A page of 50 somewhere in the feed, as each way of paging asks for it. */
export interface Place {
  readonly keyset: string;
  readonly offset: string;
}

/** What a filter lets pass: how the URL asks for it, and how SQL finds the ids. */
export interface Passing {
  readonly query: string;
  readonly ids: string;
}

export const EVERYTHING: Passing = {
  query: "",
  ids: "select id from alerts where deleted_at is null",
};

/** Those that the bare programs know (peers/pages-limit.ts, peers/postgres-limit-pages.ts). */
export const FILTERS: readonly Passing[] = [
  EVERYTHING,
  {
    query: "severity=critical",
    ids: "select id from alerts where severity = 'critical' and deleted_at is null",
  },
  {
    query: "label=team%3Dstorage",
    ids: `select alert_id as id from labels join alerts on id = alert_id
      where name = 'team' and value = 'storage' and deleted_at is null`,
  },
  {
    query: "q=payments",
    ids: `select search.rowid as id from search join alerts on id = search.rowid
      where text match '"PAYMENTS"' and deleted_at is null`,
  },
];

/** So many pages below each other, the first of them so far down: 0 is the newest, 1 the oldest. */
export function placesAt(
  file: string,
  { query, ids }: Passing,
  depth: number,
  pages: number,
): Place[] {
  const db = new Database(file, { readonly: true });
  const epoch = String(db.prepare("select value from meta where key = 'epoch'").pluck().get());
  const count = Number(db.prepare(`select count(*) from (${ids})`).pluck().get());
  const first = Math.floor(depth * Math.max(0, count - PAGE * pages));
  const found = db
    .prepare<[number, number], number>(`${ids} order by 1 desc limit ? offset ?`)
    .pluck()
    .all(PAGE * pages + 1, Math.max(0, first - 1));
  db.close();
  // The id above the first page comes first, where anything lies above it.
  const above = first === 0 ? [undefined, ...found] : found;
  const address = `/api/alerts?limit=${PAGE}${query === "" ? "" : `&${query}`}`;
  return Array.from({ length: Math.min(pages, Math.ceil(count / PAGE)) }, (_, index) => {
    const last = above[index * PAGE];
    return {
      keyset: last === undefined ? address : `${address}&before=${epoch}.${last.toString(36)}`,
      offset: `${address}&offset=${first + index * PAGE}`,
    };
  });
}
