import type { KeptPreferences } from "../preferences.ts";
import { refusing } from "./file/refusal.ts";
import { prepareReadPreferences } from "./preferences/preferences.ts";
import type { SqliteViewsOptions } from "./sqlite-views.ts";

/** Preferences in one SQLite file; whoever opened that closes it. */
export function createSqlitePreferences({
  tables,
  write,
  onUnreadable,
}: SqliteViewsOptions): KeptPreferences {
  const of = refusing(prepareReadPreferences(tables), onUnreadable);
  return {
    of: async (owner) => of(owner),
    keep: (kept, owner) => write("keepPreferences", { kept, owner }),
  };
}
