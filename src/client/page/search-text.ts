import type { WrittenFilter } from "../../shared/filter.ts";

/** A label matcher as it is typed: name=value or name!="a value". */
const MATCHER = /(?<!\S)([^\s=!"]+)(!?=)(?:"([^"]*)"|(\S*))(?!\S)/gu;

/** What was typed into the search field: label matchers among words. */
export function readSearch(typed: string): Pick<WrittenFilter, "label" | "q"> {
  const label = [...typed.matchAll(MATCHER)].map(
    ([, name, operator, quoted, plain]) => `${name}${operator}${quoted ?? plain}`,
  );
  const q = typed.replace(MATCHER, " ").replace(/\s+/gu, " ").trim();
  return { ...(label.length > 0 && { label }), ...(q !== "" && { q }) };
}

/** The text that {@link readSearch} reads as this. */
export function writeSearch({ label = [], q = "" }: WrittenFilter): string {
  return [...label.map(writeMatcher), q].filter(Boolean).join(" ");
}

function writeMatcher(matcher: string): string {
  const at = matcher.indexOf("=") + 1;
  const value = matcher.slice(at);
  return /^\S*$/u.test(value) && !value.startsWith('"')
    ? matcher
    : `${matcher.slice(0, at)}"${value}"`;
}
