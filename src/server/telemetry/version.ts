import manifest from "../../../package.json" with { type: "json" };

/** Of Tocsin, as its package says it. */
export const VERSION = manifest.version;

/** What was built: the commit and its day, with a `+` where the source had changes of its own. */
export const BUILD = import.meta.env?.TOCSIN_BUILD ?? "from source";
