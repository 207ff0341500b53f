/**
 * Where everything is kept: in one file of SQLite, which one server has alone, or in a database of PostgreSQL, which
 * several share.
 */
export type DatabaseLocation =
  | { readonly engine: "sqlite"; readonly file: string }
  | { readonly engine: "postgres"; readonly url: string };

/** Where that is, for logs and messages: of a URL the hosts and the database, nothing by which one would get in. */
export function shownLocation(location: DatabaseLocation): string {
  if (location.engine === "sqlite") return location.file;
  const [path = ""] = location.url.slice(location.url.indexOf("//") + 2).split("?", 1);
  return `postgresql://${path.slice(path.lastIndexOf("@") + 1)}`;
}
