import type { Tables } from "../file/database.ts";

/** What the index of the search was told of how it is to be kept. */
export function searchSettings({ $client: db }: Tables): Readonly<Record<string, number>> {
  const settings = db.prepare<[], [string, number]>("select k, v from search_config").raw().all();
  return Object.fromEntries(settings);
}

/** Everything in the read models, the index of the search term by term. */
export function dump({ $client: db }: Tables) {
  db.exec("create virtual table if not exists temp.terms using fts5vocab(main, search, instance)");
  return {
    alerts: db.prepare("select * from alerts order by id").all(),
    labels: db.prepare("select * from labels order by 1, 2, 3").all(),
    counts: db.prepare("select * from counts where alerts <> 0 order by 1, 2").all(),
    search: db.prepare("select * from temp.terms order by term, doc, offset").all(),
  };
}
