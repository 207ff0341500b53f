import * as v from "valibot";

export const THEMES = ["system", "light", "dark"] as const;
export const DENSITIES = ["comfortable", "compact"] as const;
/** How the hours of a day are counted: as the reader's language does, or by so many. */
export const HOURS = ["locale", "12", "24"] as const;

/** Times are told in the zone of the reader's machine. */
export const LOCAL = "local";

const zoneSchema = v.pipe(
  v.string(),
  v.maxLength(64),
  v.check((zone) => zone === LOCAL || isZone(zone), "is no time zone"),
);

/** How somebody wants to have the pages. */
export const preferencesSchema = v.object({
  theme: v.picklist(THEMES),
  density: v.picklist(DENSITIES),
  /** {@link LOCAL}, or a zone by its name, such as `UTC` or `Europe/Berlin`. */
  zone: zoneSchema,
  hours: v.picklist(HOURS),
});
export type Preferences = Readonly<v.InferOutput<typeof preferencesSchema>>;

/** What holds until somebody says otherwise. */
export const DEFAULT_PREFERENCES: Preferences = {
  theme: "system",
  density: "comfortable",
  zone: LOCAL,
  hours: "locale",
};

/** An offset such as `+02:00` would do as well, but is no place where a summer begins. */
function isZone(zone: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions();
    return /^[A-Z]/iu.test(timeZone);
  } catch {
    return false;
  }
}
