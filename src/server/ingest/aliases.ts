import { cutApart } from "./fit.ts";
import { LIMITS } from "./limits.ts";
import { fits, shorten } from "./text.ts";
import { writtenOrNone } from "./written.ts";

/** Other names under which scripts send a field, in the order in which they are looked at. */
export const ALIASES = {
  title: ["summary", "name", "message", "text"],
  description: ["message", "text", "summary"],
  status: ["state", "alertState"],
  fingerprint: ["dedup_key", "alias", "key"],
  severity: ["level", "priority"],
} as const;

type Fields = Readonly<Record<string, unknown>>;

/**
 * An alert under our own names for its fields. A field under its own name counts as it is; what
 * stands under another is made to fit, since it was written for somebody else.
 */
export function byOurNames(input: object): Fields {
  const given: Fields = { ...input };
  const title = saysSomething(given["title"]) ? "title" : nameIn(given, ALIASES.title);
  const others = ALIASES.description.filter((name) => name !== title);
  return {
    ...given,
    ...titled(given, title),
    ...aliased(given, "description", others, (text) => shorten(text, LIMITS.description)),
    ...aliased(given, "status", ALIASES.status, (text) => shorten(text, LIMITS.status)),
    ...aliased(given, "severity", ALIASES.severity, (text) => shorten(text, LIMITS.severity)),
    ...aliased(given, "fingerprint", ALIASES.fingerprint, (text) =>
      cutApart(text, LIMITS.fingerprint),
    ),
  };
}

/** A title that is too long goes on as the description, which another description replaces. */
function titled(given: Fields, name: string | undefined): Fields {
  const text = name === undefined || name === "title" ? undefined : writtenOrNone(given[name]);
  if (text === undefined) return {};
  const title = shorten(text, LIMITS.title);
  const isLong = !fits(text, LIMITS.title) && !saysSomething(given["description"]);
  return isLong ? { title, description: shorten(text, LIMITS.description) } : { title };
}

function aliased(
  given: Fields,
  field: string,
  names: readonly string[],
  fit: (text: string) => string,
): Fields {
  const name = saysSomething(given[field]) ? undefined : nameIn(given, names);
  return name === undefined ? {} : { [field]: fit(writtenOrNone(given[name]) ?? "") };
}

/** The first of these names under which there is a text or a number. */
function nameIn(given: Fields, names: readonly string[]): string | undefined {
  return names.find((name) => {
    const value = given[name];
    return typeof value !== "object" && writtenOrNone(value) !== undefined;
  });
}

function saysSomething(value: unknown): boolean {
  return typeof value === "string" ? value.trim() !== "" : value !== undefined && value !== null;
}
