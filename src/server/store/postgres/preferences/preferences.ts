import { sql } from "drizzle-orm";
import { preferences } from "../../../../../db/postgres/schema.ts";
import type { Actor } from "../../../../domain/actor.ts";
import type { Preferences } from "../../../../protocol/preferences.ts";
import type { Session } from "../connection/database.ts";

/** Null for whoever has kept none. */
export async function readPreferences(session: Session, owner: Actor): Promise<Preferences | null> {
  const kept = await session.get<Preferences>(
    sql`select theme, density, zone, hours from ${preferences} where owner = ${owner}`,
  );
  return kept ?? null;
}

/** In place of what was kept. */
export async function keepPreferences(
  session: Session,
  { theme, density, zone, hours }: Preferences,
  owner: Actor,
): Promise<Preferences> {
  await session.run(sql`
    insert into ${preferences} (owner, theme, density, zone, hours)
    values (${owner}, ${theme}, ${density}, ${zone}, ${hours})
    on conflict (owner) do update
    set theme = excluded.theme, density = excluded.density, zone = excluded.zone, hours = excluded.hours`);
  return { theme, density, zone, hours };
}
