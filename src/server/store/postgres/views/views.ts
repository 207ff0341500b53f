import { sql } from "drizzle-orm";
import { views } from "../../../../../db/postgres/schema.ts";
import type { Actor } from "../../../../domain/actor.ts";
import type { WrittenFilter } from "../../../../domain/filter.ts";
import { ok, type Result } from "../../../../domain/problem.ts";
import { type KeptView, MOST_VIEWS, type ViewSettings } from "../../views.ts";
import { tooManyViews, viewNameTaken, viewNotFound } from "../../engine/views.ts";
import type { Session } from "../connection/database.ts";
import type { WriteContext } from "../connection/write-context.ts";

interface ViewRow {
  readonly id: number;
  readonly owner: Actor;
  readonly name: string;
  readonly filter: WrittenFilter;
  readonly is_shared: boolean;
  readonly is_default: boolean;
}

/** Their own, and what others share: the oldest first. */
export async function readViews(session: Session, owner: Actor): Promise<KeptView[]> {
  const rows = await session.all<ViewRow>(
    sql`select * from ${views} where owner = ${owner} or is_shared order by id`,
  );
  return rows.map(viewOf);
}

export async function addView(
  writing: WriteContext,
  view: ViewSettings,
  owner: Actor,
): Promise<Result<KeptView>> {
  const own = await writing.get<{ readonly all: number }>(
    sql`select count(*) as "all" from ${views} where owner = ${owner}`,
  );
  if ((own?.all ?? 0) >= MOST_VIEWS) return tooManyViews();
  if (await isTaken(writing, owner, view.name, 0)) return viewNameTaken(view.name);
  if (view.isDefault) await endDefault(writing, owner);
  const { name, filter, isShared, isDefault } = view;
  const row = await writing.get<ViewRow>(sql`
    insert into ${views} (owner, name, filter, is_shared, is_default)
    values (${owner}, ${name}, ${JSON.stringify(filter)}, ${isShared}, ${isDefault}) returning *`);
  if (row === undefined) throw new Error("The view got no number.");
  return ok(viewOf(row));
}

export async function changeView(
  writing: WriteContext,
  id: number,
  change: Partial<ViewSettings>,
  owner: Actor,
): Promise<Result<KeptView>> {
  if (change.name !== undefined && (await isTaken(writing, owner, change.name, id))) {
    return viewNameTaken(change.name);
  }
  const before = await writing.get<ViewRow>(
    sql`select * from ${views} where id = ${id} and owner = ${owner}`,
  );
  if (before === undefined) return viewNotFound(id);
  if (change.isDefault) await endDefault(writing, owner);
  const after = { ...viewOf(before), ...change };
  await writing.run(sql`
    update ${views} set name = ${after.name}, filter = ${JSON.stringify(after.filter)},
      is_shared = ${after.isShared}, is_default = ${after.isDefault}
    where id = ${id}`);
  return ok(after);
}

export async function removeView(
  writing: WriteContext,
  id: number,
  owner: Actor,
): Promise<Result<null>> {
  const removed = await writing.get(
    sql`delete from ${views} where id = ${id} and owner = ${owner} returning 1`,
  );
  return removed === undefined ? viewNotFound(id) : ok(null);
}

/** All of an owner who is there no more. */
export async function removeViewsOf(writing: WriteContext, owner: Actor): Promise<void> {
  await writing.run(sql`delete from ${views} where owner = ${owner}`);
}

async function isTaken(
  session: Session,
  owner: Actor,
  name: string,
  but: number,
): Promise<boolean> {
  const named = sql`select 1 from ${views} where owner = ${owner} and name = ${name} and id <> ${but}`;
  return (await session.get(named)) !== undefined;
}

async function endDefault(session: Session, owner: Actor): Promise<void> {
  await session.run(
    sql`update ${views} set is_default = false where owner = ${owner} and is_default`,
  );
}

function viewOf({ is_shared: isShared, is_default: isDefault, ...row }: ViewRow): KeptView {
  return { ...row, isShared, isDefault };
}
