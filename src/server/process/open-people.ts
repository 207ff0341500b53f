import type { DatabaseLocation } from "../store/location.ts";
import type { People } from "../store/people.ts";
import { openSqlitePeople } from "../store/sqlite/sqlite-people.ts";

/** People wherever they are kept, for a command that runs beside servers or without one. Rejects where that cannot be opened. */
export async function openPeople(
  location: DatabaseLocation,
): Promise<{ readonly people: People; readonly close: () => Promise<void> | void }> {
  switch (location.engine) {
    case "sqlite":
      return openSqlitePeople(location.file);
    case "postgres": {
      const { openPostgresPeople } = await import("../store/postgres/postgres-people.ts");
      return openPostgresPeople(location.url);
    }
    default:
      return location satisfies never;
  }
}
