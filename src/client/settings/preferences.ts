import * as v from "valibot";
import type { Answer } from "../../protocol/answer.ts";
import {
  DEFAULT_PREFERENCES,
  type Preferences,
  preferencesSchema,
} from "../../protocol/preferences.ts";
import { jsonOf, request } from "../api/request.ts";

/** Under which the browser keeps them, and its tabs tell each other; see ui/prefer-early.ts. */
const NAME = "tocsin.preferences";

/** How the page is now. */
export function presentPreferences(): Preferences {
  const { theme, density, zone, hours } = document.documentElement.dataset;
  const said = v.safeParse(preferencesSchema, { theme, density, zone, hours });
  return said.success ? said.output : DEFAULT_PREFERENCES;
}

/** Every tab, this one too, is so at once. */
export function spreadPreferences(preferences: Preferences): void {
  const tabs = new BroadcastChannel(NAME);
  tabs.postMessage(preferences);
  tabs.close();
}

/** Kept for somebody wherever they sign in. */
export function keepPreferences(preferences: Preferences): Promise<Answer<Preferences>> {
  return request(preferencesSchema, "/api/preferences", { method: "PUT", ...jsonOf(preferences) });
}

/** Kept by this browser, for whoever uses it. */
export async function keepInBrowser(preferences: Preferences): Promise<Answer<Preferences>> {
  try {
    localStorage.setItem(NAME, JSON.stringify(preferences));
    return { ok: true, value: preferences };
  } catch {
    const title = "This browser keeps nothing for Tocsin";
    return { ok: false, failure: { code: "not-kept", title, detail: "" } };
  }
}
