import { openDatabase } from "./database.ts";
import { refuseUnfit } from "./fitness.ts";
import { migrate } from "./migrate.ts";
import type { Primary } from "./primary.ts";

/** Makes the tables, or those that are missing. Throws where a node cannot work there, or a newer version has made it. */
export async function prepare(primary: Primary): Promise<void> {
  await refuseUnfit(primary);
  // To fill an index may take long.
  const database = openDatabase(primary, { connections: 1, answersWithin: 0 });
  try {
    await migrate(database);
  } finally {
    await database.close();
  }
}
