import { existsSync } from "node:fs";
import { databaseOf } from "../src/server/process/database-url.ts";
import type { DatabaseLocation } from "../src/server/store/location.ts";

/**
 * Which database a command works on. The default is none to citty, which would show it with the password that may be in
 * it.
 */
export const databaseArg = {
  type: "string",
  description: "Where everything is kept; else what DATABASE_URL says, or file:data/tocsin.db",
} as const;

/** Where that is. Throws where it is nowhere. */
export function locationOf(url: string | undefined): DatabaseLocation {
  const given = url ?? process.env["DATABASE_URL"] ?? "";
  const read = databaseOf(given.trim() || "file:data/tocsin.db");
  if ("wrong" in read)
    throw new Error(`${url === undefined ? "DATABASE_URL" : "--database"} ${read.wrong}`);
  return read.database;
}

/** Where there is a database. Throws where there is none: to look into one is no reason to make it. */
export function existing(url: string | undefined): DatabaseLocation {
  const location = locationOf(url);
  if (location.engine === "sqlite" && !existsSync(location.file))
    throw new Error(`There is no database at ${location.file}.`);
  return location;
}

/** The file of a database of SQLite. Throws where it is another: `otherwise` says what is to be done then. */
export function fileOf(url: string | undefined, otherwise: string): string {
  const location = locationOf(url);
  if (location.engine === "postgres") throw new Error(otherwise);
  return location.file;
}
