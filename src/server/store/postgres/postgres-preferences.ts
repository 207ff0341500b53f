import type { Actor } from "../../../domain/actor.ts";
import type { KeptPreferences } from "../preferences.ts";
import { refusing } from "./connection/refusal.ts";
import type { Context } from "./context.ts";
import { keepPreferences, readPreferences } from "./preferences/preferences.ts";

/** Preferences in a database. */
export function createPostgresPreferences({
  database,
  write,
  onUnreadable,
}: Context): KeptPreferences {
  return {
    of: refusing((owner: Actor) => readPreferences(database, owner), onUnreadable),
    keep: (kept, owner) => write((writing) => keepPreferences(writing, kept, owner)),
  };
}
