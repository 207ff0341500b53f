import path from "node:path";
import type { DatabaseLocation } from "../store/location.ts";
import { addressesOf } from "../store/postgres/connection/addresses.ts";

/** Each way in which the path of a URL is not what is written there, and what is wrong with it. */
const MISREAD: readonly (readonly [RegExp, string])[] = [
  [/^(?!file:)/u, "must read file:PATH, or postgres://USER:PASSWORD@HOST/DATABASE"],
  [/^file:$/u, "must read file:PATH"],
  [/^file:\/\/[^/]/u, "must read file:PATH or file:///PATH; a file on another machine is none"],
  [/[?#]/u, "must name a file and nothing else: there are no options behind ? or #"],
  [/%[0-9a-f]{2}/iu, "must have the path as it is, without % before two digits"],
  [/^file:~/u, "must have the whole path: nothing reads ~ as a home here"],
  [/^file::memory:$/u, "must name a file: what is in memory would be gone with the process"],
  [/[/\\]\.{0,2}$/u, "must name a file, not a folder"],
];

type Read<T> = T | { readonly wrong: string };

/**
 * Where a `DATABASE_URL` says that everything is kept, or what is wrong with it, which repeats nothing of it: there may be
 * a password in it.
 */
export function databaseOf(url: string): Read<{ readonly database: DatabaseLocation }> {
  if (/^postgres(?:ql)?:/u.test(url)) return postgresOf(url);
  const read = databaseFileOf(url);
  return "wrong" in read ? read : { database: { engine: "sqlite", file: read.file } };
}

/**
 * The file that a `DATABASE_URL` names, or what is wrong with it: whatever others read in such a URL
 * and we would take for a part of the name is refused, since a new and empty database would be made
 * under that name.
 */
function databaseFileOf(url: string): Read<{ readonly file: string }> {
  const found = MISREAD.find(([pattern]) => pattern.test(url));
  if (found !== undefined) return { wrong: found[1] };
  return { file: path.resolve(url.slice("file:".length)) };
}

const POSTGRES_EXPECTED =
  "must read postgres://USER:PASSWORD@HOST:PORT/DATABASE, with commas between several hosts, and % with two digits for what is none of A-Z a-z 0-9 - _ . in a name or a password";

function postgresOf(url: string): Read<{ readonly database: DatabaseLocation }> {
  return url.includes("://") && addressesOf(url).every(isReadable)
    ? { database: { engine: "postgres", url } }
    : { wrong: POSTGRES_EXPECTED };
}

/** Where it names no host, it names a folder with a socket behind the `?`. */
function isReadable(url: string): boolean {
  const read = URL.parse(url);
  if (read === null || read.hash !== "") return false;
  const hasHost = read.hostname !== "" || read.searchParams.has("host");
  return hasHost && /^\/[^/]+$/u.test(read.pathname) && isDecodable(url);
}

/** As the driver does it with the name, the password and the database. */
function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== "";
  } catch {
    return false;
  }
}
