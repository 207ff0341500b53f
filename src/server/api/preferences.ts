import "server-only";
import { actorOf, type Principal } from "../../domain/principal.ts";
import { fail, ok, type Result } from "../../domain/problem.ts";
import { readInput } from "../../protocol/input.ts";
import {
  DEFAULT_PREFERENCES,
  type Preferences,
  preferencesSchema,
} from "../../protocol/preferences.ts";
import type { Admitted, Route } from "../http/route.ts";
import type { KeptPreferences } from "../store/preferences.ts";

export interface PreferenceParts {
  readonly preferences: KeptPreferences;
}

/** How whoever asks wants to have the pages. */
export function preferenceRoutes({ preferences }: PreferenceParts): Route[] {
  return [
    {
      method: "GET",
      path: "/api/preferences",
      summary: "How one wants to have the pages",
      need: "read",
      answer: preferencesSchema,
      handle: async ({ principal }) =>
        ok((await preferencesOf(preferences, principal)) ?? DEFAULT_PREFERENCES),
    },
    {
      method: "PUT",
      path: "/api/preferences",
      summary: "Keep how one wants to have the pages",
      need: "read",
      body: preferencesSchema,
      answer: preferencesSchema,
      handle: (call) => keep(preferences, call),
    },
  ];
}

/**
 * What somebody has kept, or what holds until they do. Null where nobody has signed in: their browsers
 * keep it, who share a name here and nothing else.
 */
export async function preferencesOf(
  preferences: KeptPreferences,
  principal: Principal | null,
): Promise<Preferences | null> {
  if (principal === null || principal.name === "anonymous") return null;
  return (await preferences.of(actorOf(principal))) ?? DEFAULT_PREFERENCES;
}

async function keep(
  preferences: KeptPreferences,
  { principal, body }: Admitted,
): Promise<Result<Preferences>> {
  const read = readInput(preferencesSchema, body);
  if (!read.ok) return read;
  return principal.name === "anonymous"
    ? IN_BROWSER
    : preferences.keep(read.value, actorOf(principal));
}

const IN_BROWSER = fail("not-allowed", "Where nobody has signed in, the browser keeps them.");
