import { and, asc, count, eq, ne, or, sql } from "drizzle-orm";
import { views } from "../../../../../db/sqlite/schema.ts";
import type { Actor } from "../../../../domain/actor.ts";
import { ok, type Result } from "../../../../domain/problem.ts";
import { type KeptView, MOST_VIEWS, type ViewSettings } from "../../views.ts";
import { tooManyViews, viewNameTaken, viewNotFound } from "../../engine/views.ts";
import type { Tables } from "../file/database.ts";
import type { WriteContext } from "../writes.ts";

/** What is read of views: it costs what it returns. */
export function prepareReadViews(tables: Tables): (owner: Actor | null) => KeptView[] {
  const seen = tables
    .select()
    .from(views)
    .where(or(eq(views.owner, sql.placeholder("owner")), eq(views.isShared, true)))
    .orderBy(asc(views.id))
    .prepare();
  return (owner) => seen.all({ owner });
}

/** Removes all views of somebody: nobody else could ever remove those that others see. */
export function prepareRemoveViews(tables: Tables): (owner: Actor) => void {
  const remove = tables
    .delete(views)
    .where(eq(views.owner, sql.placeholder("owner")))
    .prepare();
  return (owner) => void remove.run({ owner });
}

interface Added {
  readonly view: ViewSettings;
  readonly owner: Actor;
}

interface Changed {
  readonly id: number;
  readonly change: Partial<ViewSettings>;
  readonly owner: Actor;
}

interface Removed {
  readonly id: number;
  readonly owner: Actor;
}

/** What may be written of views, by name: each a part of the transaction that it is called in. */
export const VIEW_WRITES = {
  addView({ tables }: WriteContext) {
    return ({ view, owner }: Added): Result<KeptView> => {
      const own = tables.select({ all: count() }).from(views).where(eq(views.owner, owner)).get();
      if ((own?.all ?? 0) >= MOST_VIEWS) {
        return tooManyViews();
      }
      if (isTaken(tables, owner, view.name, 0)) return viewNameTaken(view.name);
      if (view.isDefault) endDefault(tables, owner);
      return ok(
        tables
          .insert(views)
          .values({ ...view, owner })
          .returning()
          .get(),
      );
    };
  },
  changeView({ tables }: WriteContext) {
    return ({ id, change, owner }: Changed): Result<KeptView> => {
      if (change.name !== undefined && isTaken(tables, owner, change.name, id)) {
        return viewNameTaken(change.name);
      }
      const own = and(eq(views.id, id), eq(views.owner, owner));
      const before = tables.select().from(views).where(own).get();
      if (before === undefined) return viewNotFound(id);
      if (change.isDefault) endDefault(tables, owner);
      const after = { ...before, ...change };
      tables.update(views).set(after).where(own).run();
      return ok(after);
    };
  },
  removeView({ tables }: WriteContext) {
    return ({ id, owner }: Removed): Result<null> => {
      const own = and(eq(views.id, id), eq(views.owner, owner));
      const removed = tables.delete(views).where(own).returning().all();
      return removed.length === 0 ? viewNotFound(id) : ok(null);
    };
  },
};

function isTaken(tables: Tables, owner: Actor, name: string, but: number): boolean {
  const named = and(eq(views.owner, owner), eq(views.name, name), ne(views.id, but));
  return tables.select().from(views).where(named).get() !== undefined;
}

function endDefault(tables: Tables, owner: Actor): void {
  tables.update(views).set({ isDefault: false }).where(eq(views.owner, owner)).run();
}
