import type { Actor } from "../../domain/actor.ts";
import type { Result } from "../../domain/problem.ts";
import type { Preferences } from "../../protocol/preferences.ts";

/** How people want to have the pages. Every implementation passes conformance/preferences.ts. */
export interface KeptPreferences {
  /** Null for whoever has kept none. */
  of(owner: Actor): Promise<Preferences | null>;
  /** In place of what was kept. */
  keep(preferences: Preferences, owner: Actor): Promise<Result<Preferences>>;
}
