import { flat } from "../engine/flat.ts";
import type { Views } from "../views.ts";
import type { Tables } from "./file/database.ts";
import { refusing } from "./file/refusal.ts";
import type { Writer } from "./threads/writer.ts";
import { prepareReadViews } from "./views/views.ts";

export interface SqliteViewsOptions {
  /** A connection to read with. */
  readonly tables: Tables;
  /** Does a write in a transaction, wherever that is. */
  readonly write: Writer["write"];
  /** Told each time why SQLite refuses to read. */
  readonly onUnreadable: (cause: string) => void;
}

/** Views in one SQLite file; whoever opened that closes it. */
export function createSqliteViews({ tables, write, onUnreadable }: SqliteViewsOptions): Views {
  const of = refusing(prepareReadViews(tables), onUnreadable);
  return {
    of: async (owner) => of(owner),
    add: async (view, owner) => flat(await write("addView", { view, owner })),
    change: async (id, change, owner) => flat(await write("changeView", { id, change, owner })),
    remove: async (id, owner) => flat(await write("removeView", { id, owner })),
  };
}
