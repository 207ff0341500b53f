import { databaseFileOf } from "../src/server/process/database-url.ts";

/** Which database a command works on. */
export const databaseArg = {
  type: "string",
  default: process.env["DATABASE_URL"]?.trim() || "file:data/tocsin.db",
  description: "Where the database lies",
} as const;

/** The file that a database URL names. Throws where it names none. */
export function fileOf(url: string): string {
  const read = databaseFileOf(url.trim());
  if ("wrong" in read) throw new Error(`--database ${read.wrong}`);
  return read.file;
}
