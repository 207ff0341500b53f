import type { Tables } from "../file/database.ts";

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
