import type { Actor } from "../../domain/actor.ts";
import type { WrittenFilter } from "../../domain/filter.ts";
import type { Result } from "../../domain/problem.ts";

/** Views that somebody may have. */
export const MOST_VIEWS = 100;

/** What somebody decides of a view. */
export interface ViewSettings {
  readonly name: string;
  readonly filter: WrittenFilter;
  readonly isShared: boolean;
  /** Whether its owner begins with it: one of theirs at most. */
  readonly isDefault: boolean;
}

export interface KeptView extends ViewSettings {
  readonly id: number;
  readonly owner: Actor;
}

/**
 * Names for filters, each of somebody. Every implementation passes conformance/views.ts.
 *
 * - Of an owner, names MUST differ (`view-name-taken`) and one view at most MUST be the default.
 * - Those of a user MUST go with the user who is removed.
 * - What is not an owner's MUST be answered to them as if it was not there (`view-not-found`).
 */
export interface Views {
  /** Their own, and what others share: the oldest first. Nobody (null) has none of their own. */
  of(owner: Actor | null): Promise<readonly KeptView[]>;
  add(view: ViewSettings, owner: Actor): Promise<Result<KeptView>>;
  /** What is not given stays. */
  change(id: number, change: Partial<ViewSettings>, owner: Actor): Promise<Result<KeptView>>;
  remove(id: number, owner: Actor): Promise<Result<null>>;
}
