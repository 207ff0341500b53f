import "server-only";
import { randomBytes } from "node:crypto";
import { ALWAYS_HELD } from "../store/duty.ts";
import type { DatabaseLocation } from "../store/location.ts";
import type { OpenedStore } from "../store/opened-store.ts";
import { openSqliteStore, type SqliteStoreOptions } from "../store/sqlite/sqlite-store.ts";

export interface OpenStoreOptions extends SqliteStoreOptions {
  /**
   * Told that the history is another from now on, as after a failover that may have lost the last commits: whoever reads on
   * must begin anew.
   */
  readonly onEpoch: () => void;
}

const SECRET_BYTES = 32;

/** Opens the database wherever it is. Rejects where it cannot be opened. Of PostgreSQL nothing is loaded where there is none. */
export async function openStore(
  location: DatabaseLocation,
  options: OpenStoreOptions,
): Promise<OpenedStore> {
  switch (location.engine) {
    case "sqlite": {
      const { onEpoch: _, ...others } = options;
      const store = await openSqliteStore(location.file, others);
      return { ...store, duty: ALWAYS_HELD, secret: randomBytes(SECRET_BYTES) };
    }
    case "postgres": {
      const { openSharedStore } = await import("../store/postgres/shared-store.ts");
      return openSharedStore(location.url, options);
    }
    default:
      return location satisfies never;
  }
}
