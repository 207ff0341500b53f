import "server-only";

/** What a provider says of somebody. */
export type Claims = Readonly<Record<string, unknown>>;

/** How many names of claims are told, and how many characters of each: the provider chooses them. */
const MOST_NAMES = 50;
const LONGEST_NAME = 60;

/** What they are called. What they are is nobody's business but theirs. */
export function claimNames(claims: Claims): readonly string[] {
  return Object.keys(claims)
    .slice(0, MOST_NAMES)
    .map((name) => name.slice(0, LONGEST_NAME).toWellFormed());
}

/**
 * The texts of a claim: one, or a list of them. It has exactly that name, as URLs with dots are, or is
 * found along the dots, as `realm_access.roles` is.
 */
export function textsAt(claims: Claims, name: string): readonly string[] {
  const claim = Object.hasOwn(claims, name) ? claims[name] : along(claims, name.split("."));
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return values.filter((value) => typeof value === "string");
}

function along(claims: Claims, path: readonly string[]): unknown {
  let found: unknown = claims;
  for (const step of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, step))
      return undefined;
    found = (found as Claims)[step];
  }
  return found;
}
