import path from "node:path";

/** Each way in which the path of a URL is not what is written there, and what is wrong with it. */
const MISREAD: readonly (readonly [RegExp, string])[] = [
  [/^(?!file:)/u, "must read file:PATH"],
  [/^file:$/u, "must read file:PATH"],
  [/^file:\/\/[^/]/u, "must read file:PATH or file:///PATH; a file on another machine is none"],
  [/[?#]/u, "must name a file and nothing else: there are no options behind ? or #"],
  [/%[0-9a-f]{2}/iu, "must have the path as it is, without % before two digits"],
  [/^file:~/u, "must have the whole path: nothing reads ~ as a home here"],
  [/^file::memory:$/u, "must name a file: what is in memory would be gone with the process"],
  [/[/\\]\.{0,2}$/u, "must name a file, not a folder"],
];

/**
 * The file that a `DATABASE_URL` names, or what is wrong with it: whatever others read in such a URL
 * and we would take for a part of the name is refused, since a new and empty database would be made
 * under that name.
 */
export function databaseFileOf(
  url: string,
): { readonly file: string } | { readonly wrong: string } {
  const found = MISREAD.find(([pattern]) => pattern.test(url));
  if (found !== undefined) return { wrong: found[1] };
  return { file: path.resolve(url.slice("file:".length)) };
}
