/** Which database a command works on. */
export const databaseArg = {
  type: "string",
  default: process.env["DATABASE_URL"] ?? "file:data/tocsin.db",
  description: "Where the database lies",
} as const;

/** The path in a database URL. Throws where it is of another kind. */
export function fileOf(url: string): string {
  if (!/^file:./u.test(url)) throw new Error("--database must read file:PATH");
  return url.slice("file:".length);
}
