import { describe, expect, onTestFinished, test } from "vitest";
import { DEFAULT_PREFERENCES, type Preferences } from "../../../protocol/preferences.ts";
import type { KeptPreferences } from "../preferences.ts";
import type { Store } from "../store.ts";
import { valueOf } from "./subject.ts";

interface OpenPreferences extends Store {
  readonly preferences: KeptPreferences;
}

const MIRA = "user:Mira";
const JO = "user:Jo";
const DARK: Preferences = { theme: "dark", density: "compact", zone: "Asia/Tokyo", hours: "12" };

/** What every implementation of preferences must do. `open` gives a store that is empty. */
export function describePreferences(name: string, open: () => Promise<OpenPreferences>): void {
  describe(name, () => {
    test("everybody has their own, the last that they kept", async () => {
      const store = await open();
      onTestFinished(() => store.close());
      const { preferences } = store;
      expect(await preferences.of(MIRA)).toBeNull();
      expect(valueOf(await preferences.keep(DEFAULT_PREFERENCES, MIRA))).toEqual(
        DEFAULT_PREFERENCES,
      );
      expect(valueOf(await preferences.keep(DARK, MIRA))).toEqual(DARK);
      expect(await preferences.of(MIRA)).toEqual(DARK);
      expect(await preferences.of(JO)).toBeNull();
    });
  });
}
