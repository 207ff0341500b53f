import { eq, sql } from "drizzle-orm";
import { preferences } from "../../../../../db/sqlite/schema.ts";
import type { Actor } from "../../../../domain/actor.ts";
import type { Preferences } from "../../../../protocol/preferences.ts";
import type { Tables } from "../file/database.ts";
import type { WriteContext } from "../writes.ts";

/** What is read of preferences: with each page, so it is prepared. */
export function prepareReadPreferences(tables: Tables): (owner: Actor) => Preferences | null {
  const { theme, density, zone, hours } = preferences;
  const kept = tables
    .select({ theme, density, zone, hours })
    .from(preferences)
    .where(eq(preferences.owner, sql.placeholder("owner")))
    .prepare();
  return (owner) => kept.get({ owner }) ?? null;
}

interface Kept {
  readonly kept: Preferences;
  readonly owner: Actor;
}

/** What may be written of preferences, by name: a part of the transaction that it is called in. */
export const PREFERENCE_WRITES = {
  keepPreferences({ tables }: WriteContext) {
    return ({ kept, owner }: Kept): Preferences => {
      const { theme, density, zone, hours } = kept;
      const set = { theme, density, zone, hours };
      tables
        .insert(preferences)
        .values({ owner, ...set })
        .onConflictDoUpdate({ target: preferences.owner, set })
        .run();
      return set;
    };
  },
};
